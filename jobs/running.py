"""Seeing a job through without a server: run it here, or follow the worker that runs it already."""

from __future__ import annotations

import threading
from collections.abc import Callable

from backend.domain.errors import Conflict
from jobs.settings import Settings
from jobs.worker import LOOK_SECONDS, become_sole_worker, run
from storage.engine import Store
from storage.jobs import job_by_uid
from storage.outputs import Yield, job_yield
from storage.tables import ACTIVE_JOB, Job

Watch = Callable[[Job, Yield], None]


def see_through(store: Store, settings: Settings, uid: str, watch: Watch) -> tuple[Job, Yield]:
    """Wait until a job has ended; be the worker where nobody else is.

    A process that became the worker stays it until it ends, which it should do soon, and at once.

    Args:
        watch: called every now and then with the job as it stands and what came of it so far.
    """

    def ended() -> bool:
        job, counts = _look(store, uid)
        watch(job, counts)
        return job.status not in ACTIVE_JOB

    follow(store, settings, uid, ended)
    return _look(store, uid)


def follow(store: Store, settings: Settings, uid: str, ended: Callable[[], bool]) -> None:
    """Wait until `ended()`; be the worker where nobody else is, as `see_through`.

    Args:
        uid: of the one job, trial or tuning to begin.
    """
    tick = threading.Event()
    while not ended():
        try:
            become_sole_worker(settings, wait=False)
        except Conflict:
            tick.wait(LOOK_SECONDS)
        else:
            run(store, settings, until=ended, only=uid)


def wait_until_ended(store: Store, uid: str, seconds: float) -> None:
    """Give a cancelled job the time to see that it should stop."""
    tick = threading.Event()
    for _ in range(int(seconds / LOOK_SECONDS)):
        if _look(store, uid)[0].status not in ACTIVE_JOB:
            return
        tick.wait(LOOK_SECONDS)


def _look(store: Store, uid: str) -> tuple[Job, Yield]:
    with store.read() as session:
        job = job_by_uid(uid, session=session)
        return job, job_yield(job.id, session=session)

"""Seeing a job through without a server: run it here, or follow the worker that runs it already."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence

from backend.domain.errors import Conflict
from jobs.settings import Settings
from storage.engine import Store
from storage.jobs import job_by_uid
from storage.outputs import Yield, job_yield
from storage.plan_progress import PlanProgress, plan_progress
from storage.tables import ACTIVE_JOB, Job, PlanRow

LOOK_SECONDS = 0.3
"""How often it is asked whether what another worker does has ended."""

Watch = Callable[[Job, Yield], None]


def see_through(store: Store, settings: Settings, uids: Sequence[str], watch: Watch) -> list[tuple[Job, Yield]]:
    """Wait until jobs have ended; be the worker where nobody else is.

    A process that became the worker stays it until it ends, which it should do soon, and at once.

    Args:
        watch: called every now and then with the first job that has not ended (the last one when all have) as it
            stands, and with what came of it so far.
    """
    left = list(uids)

    def ended() -> bool:
        while True:
            job, counts = _look(store, left[0])
            watch(job, counts)
            if job.status in ACTIVE_JOB or len(left) == 1:
                return job.status not in ACTIVE_JOB
            del left[0]

    follow(store, settings, uids, ended)
    return [_look(store, uid) for uid in uids]


def follow(store: Store, settings: Settings, uids: Collection[str], ended: Callable[[], bool]) -> None:
    """Wait until `ended()`; be the worker where nobody else is, as `see_through`.

    Args:
        uids: of the jobs, or of the one plan, trial or tuning to begin.
    """
    from jobs.worker import become_sole_worker, run  # a second to load, which most commands do without

    tick = threading.Event()
    while not ended():
        try:
            become_sole_worker(settings, wait=False)
        except Conflict:
            tick.wait(LOOK_SECONDS)
        else:
            run(store, settings, until=ended, only=uids)


def see_plan_through(
    store: Store, settings: Settings, plan: PlanRow, watch: Callable[[PlanProgress], None]
) -> PlanProgress:
    """Wait until a plan has ended, as `see_through`."""

    def ended() -> bool:
        so_far = look_at_plan(store, plan)
        watch(so_far)
        return so_far.status not in ACTIVE_JOB

    follow(store, settings, (plan.uid,), ended)
    return look_at_plan(store, plan)


def look_at_plan(store: Store, plan: PlanRow) -> PlanProgress:
    """How far a plan is now."""
    with store.read() as session:
        return plan_progress(plan.id, session=session)


def wait_until_ended(status: Callable[[], str], seconds: float) -> None:
    """Give what was cancelled the time to see that it should stop."""
    tick = threading.Event()
    for _ in range(int(seconds / LOOK_SECONDS)):
        if status() not in ACTIVE_JOB:
            return
        tick.wait(LOOK_SECONDS)


def job_status(store: Store, uid: str) -> str:
    """The status of a job as it stands now."""
    return _look(store, uid)[0].status


def _look(store: Store, uid: str) -> tuple[Job, Yield]:
    with store.read() as session:
        job = job_by_uid(uid, session=session)
        return job, job_yield(job.id, session=session)

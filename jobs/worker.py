"""The worker process: holds the model, runs the jobs. `python -m jobs.worker` starts one.

Only one worker runs on a data folder at a time; a second one waits until the first is gone, so that
a server that was killed and started anew never has two at work on one job.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection
from functools import partial

from filelock import BaseFileLock, FileLock, Timeout

from backend.domain.errors import Conflict, TeachsetError
from backend.methods.word_similarity import align_by
from backend.students.encoder import shared_encoder
from backend.students.packaged import DEFAULT_ENCODER
from jobs import retraining, workflow
from jobs.analysing import Analyser
from jobs.opening import open_store
from jobs.parsers import project_parser
from jobs.project_student import project_student
from jobs.settings import Settings
from jobs.student_run import clear_away_students
from jobs.student_test_run import clear_away_tests
from jobs.tuning_data import clear_away_orphans
from storage.engine import Store
from storage.workers import HEARTBEAT_SECONDS, heartbeat

LOOK_SECONDS = 0.3
"""How often the worker looks for new jobs."""

log = logging.getLogger("teachset.worker")

_held: list[BaseFileLock] = []
"""A lock is let go when nothing refers to it any more."""


def main() -> None:
    """Run until stopped: by a signal, or by the end of standard input where the server holds it open."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = Settings()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Leaving at once is safe, as being killed is: what was not finished goes on at the next start.
        signal.signal(number, lambda *_: os._exit(0))
    if "--with-parent" in sys.argv:
        threading.Thread(target=_leave_with_parent, daemon=True).start()
    try:
        store = open_store(settings)
        become_sole_worker(settings, wait=True)
        log.info("worker %s is ready", settings.executor)
        run(store, settings, until=lambda: False)
    except TeachsetError as error:
        log.error("%s", error)
        sys.exit(1)


def run(store: Store, settings: Settings, *, until: Callable[[], bool], only: Collection[str] = ()) -> None:
    """Run jobs until `until()` is true, after `become_sole_worker`.

    What is under way then is not waited for: it goes on in the next worker, once this process has ended.

    Args:
        only: uids of the jobs to begin, all when there are none; others that were begun before are gone on with all
            the same.
    """
    tick, stop = threading.Event(), threading.Event()
    beats, began = 0.0, time.monotonic()
    idle_work = bool(settings.encoder) and not only  # who waits for a job wants nothing else done
    retrain = retraining.looks(store) if idle_work else lambda _seconds: None
    clear_away_orphans(store, settings)
    clear_away_students(store, settings)
    clear_away_tests(store, settings)
    align_by(settings.encoder or DEFAULT_ENCODER)
    workflow.launch(store, settings)
    if idle_work:
        # On the CPU, since a GPU belongs to the teacher.
        student_of = partial(project_student, store, device="cpu")
        parser_of = partial(project_parser, store, weights=settings.weights_dir, device="cpu")
        encoder_of = partial(shared_encoder, settings.encoder)
        analyser = Analyser(store, encoder_of, student_of, executor=settings.executor, parser_of=parser_of)
        threading.Thread(target=analyser.run, args=(stop,), name="analyser", daemon=True).start()
    while not until():
        try:
            retrain(time.monotonic() - began)
            workflow.dispatch(only)
            if beats <= 0:
                with store.write() as session:
                    heartbeat(settings.executor, session=session)
                beats = HEARTBEAT_SECONDS
        except TeachsetError as error:
            log.error("%s", error)
        except Exception:  # a full disk, a locked database: they pass, and the jobs wait for the worker
            log.exception("the worker could not look for jobs; it tries again")
        tick.wait(LOOK_SECONDS)
        beats -= LOOK_SECONDS
    stop.set()


def become_sole_worker(settings: Settings, *, wait: bool) -> None:
    """Be the only worker on the data folder, until this process ends: the system lets go of the lock then.

    Raises:
        Conflict: there is one already, and `wait` is false.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data_dir / "worker.lock")
    try:
        lock.acquire(timeout=-1 if wait else 0, poll_interval=0.2)
    except Timeout as error:
        raise Conflict("another worker is at work in", value=str(settings.data_dir)) from error
    _held.append(lock)


def _leave_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()

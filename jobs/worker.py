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
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from backend.domain.errors import Conflict, TeachsetError
from jobs import workflow
from jobs.opening import open_store
from jobs.settings import Settings
from storage.engine import Store
from storage.workers import HEARTBEAT_SECONDS, heartbeat

LOOK_SECONDS = 0.3
"""How often the worker looks for new jobs."""

log = logging.getLogger("teachset.worker")


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
        with sole_worker(settings, wait=True):
            log.info("worker %s is ready", settings.executor_id)
            run(store, settings, until=lambda: False)
    except TeachsetError as error:
        log.error("%s", error)
        sys.exit(1)


def run(store: Store, settings: Settings, *, until: Callable[[], bool]) -> None:
    """Run jobs until `until()` is true; call it inside `sole_worker`."""
    tick = threading.Event()
    beats = 0.0
    workflow.launch(store, settings)
    try:
        while not until():
            try:
                workflow.dispatch()
                if beats <= 0:
                    with store.write() as session:
                        heartbeat(settings.executor_id, session=session)
                    beats = HEARTBEAT_SECONDS
            except TeachsetError as error:
                log.error("%s", error)
            except Exception:  # a full disk, a locked database: they pass, and the jobs wait for the worker
                log.exception("the worker could not look for jobs; it tries again")
            tick.wait(LOOK_SECONDS)
            beats -= LOOK_SECONDS
    finally:
        workflow.shut_down()


@contextmanager
def sole_worker(settings: Settings, *, wait: bool) -> Iterator[None]:
    """Be the only worker on the data folder while the block runs.

    Raises:
        Conflict: there is one already, and `wait` is false.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data_dir / "worker.lock")
    try:
        with lock.acquire(timeout=-1 if wait else 0, poll_interval=0.2):
            yield
    except Timeout as error:
        raise Conflict("another worker is at work in", value=str(settings.data_dir)) from error


def _leave_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()

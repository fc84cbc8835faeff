"""Asking the database whether to stop, but not for every token."""

from __future__ import annotations

import time
from collections.abc import Callable

from storage import runs
from storage.engine import Store
from storage.jobs import cancel_requested

LOOK_SECONDS = 0.3


def cancel_watch(look: Callable[[], bool]) -> Callable[[], bool]:
    """What to ask between tokens or steps: looks every LOOK_SECONDS at most, and no more once it is true."""
    looked_at = 0.0
    stop = False

    def should_stop() -> bool:
        nonlocal looked_at, stop
        if not stop and time.monotonic() - looked_at >= LOOK_SECONDS:
            stop = look()
            looked_at = time.monotonic()
        return stop

    return should_stop


def run_cancelled(store: Store, table: type[runs.Run], run_id: int) -> bool:
    """Whether somebody asked a run to stop, or it is gone with its project."""
    with store.read() as session:
        return runs.cancelled(table, run_id, session=session)


def job_cancel_watch(store: Store, job_id: int) -> Callable[[], bool]:
    """`cancel_watch` of a generation job."""

    def look() -> bool:
        with store.read() as session:
            return cancel_requested(job_id, session=session)

    return cancel_watch(look)

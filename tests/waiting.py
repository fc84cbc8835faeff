"""Waiting for what another process does."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import thread_time

PATIENCE_SECONDS = 240.0
"""Long: a worker that loads a model takes a minute where each core has four other processes to serve."""


LOOK_SECONDS = 0.02
SHARE = 9
"""How many times as long as a look takes of a core goes by before the next: what is waited for wants that core."""


def wait_until(reached: Callable[[], bool]) -> None:
    """Look at the database, the only thing that two processes share, until it says so."""
    clock, waited = Event(), 0.0
    while waited < PATIENCE_SECONDS:
        before = thread_time()
        if reached():
            return
        pause = max(LOOK_SECONDS, SHARE * (thread_time() - before))
        clock.wait(pause)
        waited += pause
    raise AssertionError(f"not reached within {PATIENCE_SECONDS} seconds")

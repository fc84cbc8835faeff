"""Waiting for what another process does."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

PATIENCE_SECONDS = 240.0
"""Long: a worker that loads a model takes a minute where each core has four other processes to serve."""


def wait_until(reached: Callable[[], bool]) -> None:
    """Look at the database, the only thing that two processes share, until it says so."""
    clock = Event()
    for _ in range(int(PATIENCE_SECONDS / 0.02)):
        if reached():
            return
        clock.wait(0.02)
    raise AssertionError(f"not reached within {PATIENCE_SECONDS} seconds")

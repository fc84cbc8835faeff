"""How much is done at a time: a second of work, or far less while a job is at work beside it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

SLICE_SECONDS, BUSY_SLICE_SECONDS = 1.0, 0.1
"""Aimed at; generation waits for the interpreter's lock meanwhile, so its slices are short."""

BUSY_PAUSE = 9
"""Slices that are waited for after each, while a job is at work: a tenth of the time is the most that it loses."""

LONGEST_PAUSE = 5.0
"""Seconds: a slice that was held up itself, by a job that loads its teacher, say, is no reason to wait for minutes."""

FIRST, MOST = 32, 1024
"""Rows of the first slice of a kind, and of the largest."""


class Pace:
    """Learns how many rows of each kind of work fit into a slice. `busy` says whether a job is at work now."""

    def __init__(self) -> None:
        self.busy = False
        self._per_second: dict[str, float] = {}

    def rows(self, kind: str) -> int:
        """How many rows to take next."""
        if kind not in self._per_second:
            return FIRST
        seconds = BUSY_SLICE_SECONDS if self.busy else SLICE_SECONDS
        return max(1, min(MOST, int(self._per_second[kind] * seconds)))

    @contextmanager
    def timed(self, kind: str, rows: int) -> Iterator[None]:
        """Around the work on so many rows."""
        began = time.monotonic()
        yield
        rate = rows / max(time.monotonic() - began, 1e-4)
        # A slice that was held up by others says little: the last ones count half.
        self._per_second[kind] = (rate + self._per_second.get(kind, rate)) / 2

    def pause(self, seconds: float) -> float:
        """How long to wait after a slice that took that long."""
        return min(BUSY_PAUSE * seconds, LONGEST_PAUSE) if self.busy else 0.0

"""How far a run is, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import mean


def _shown(line: str) -> None:
    print(line, flush=True)


@dataclass
class Progress:
    """Counts cells, and tells of each with the time that is left.

    Attributes:
        cells: to do. tell: shows a line.
    """

    cells: int
    tell: Callable[[str], None] = _shown
    clock: Callable[[], float] = time.monotonic
    done: int = 0
    _taken: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._last = self.clock()

    def cell(self, name: str, said: str, *, cached: bool) -> None:
        """Tell of a cell that is done; the time since the last one was its own."""
        now = self.clock()
        self.done += 1
        if not cached:
            self._taken.append(now - self._last)
        taken = "cached" if cached else f"{now - self._last:.0f} s"
        self._last = now
        self.tell(f"[{self.done}/{self.cells}] {name}: {said} ({taken}; {self.left()})")

    def left(self) -> str:
        """The time that is left, were no other cell cached: "about 12 min left"."""
        if self.done == self.cells:
            return "done"
        if not self._taken:
            return "time left not known yet"
        seconds = mean(self._taken) * (self.cells - self.done)
        return f"about {seconds / 60:.0f} min left" if seconds >= 90 else f"about {seconds:.0f} s left"

    @property
    def seconds_per_cell(self) -> float | None:
        """Of the cells that were not cached; None for none."""
        return round(mean(self._taken), 1) if self._taken else None

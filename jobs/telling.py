"""Telling how far a training is: the curve of the two numbers that it measures, and when to store it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from storage import runs
from storage.engine import Store

TELL_SECONDS = 1.0
"""How often it is stored while nothing new is measured."""

Numbers = tuple[float | None, float | None]


class Curve:
    """Two numbers by the steps at which they were measured anew.

    Attributes:
        last: the numbers as they were measured last; None before.
    """

    def __init__(
        self, names: tuple[str, str], points: Sequence[Mapping[str, float]] = (), last: Numbers = (None, None)
    ) -> None:
        self.last = last
        self._names = names
        self._points = {int(point["step"]): dict(point) for point in points}

    @property
    def points(self) -> tuple[dict[str, float], ...]:
        """By step: the step, and what was measured there."""
        return tuple(self._points[step] for step in sorted(self._points))

    def add(self, step: int, measured: tuple[float, float]) -> bool:
        """Take in the numbers as they stand at a step, NaN for one that was never measured; whether any is new."""
        seen = _number(measured[0]), _number(measured[1])
        if seen == self.last:
            return False
        for name, value, before in zip(self._names, seen, self.last, strict=True):
            if value is not None and value != before:
                self._points.setdefault(step, {"step": step})[name] = value
        self.last = seen
        return True


def teller(
    store: Store,
    table: type[runs.Run],
    run_id: int,
    phase: str,
    curve: Curve,
    columns: Callable[[int, int], Mapping[str, Any]],
) -> Callable[[int, int, tuple[float, float]], None]:
    """Stores how far a run is: at once when something was measured or it ends, otherwise every TELL_SECONDS.

    Args:
        phase: that the run enters with the first that is told.
        columns: the progress that is stored, of the step, the number of steps and the curve as it is by then.
    """
    told = 0.0

    def tell(step: int, steps: int, measured: tuple[float, float]) -> None:
        nonlocal told
        if not curve.add(step, measured) and time.monotonic() - told < TELL_SECONDS and step < steps:
            return
        first, told = told == 0.0, time.monotonic()
        with store.write() as session:
            if first:
                runs.start(table, run_id, phase, session=session)
            runs.set_progress(table, run_id, columns(step, steps), session=session)

    return tell


def _number(measured: float) -> float | None:
    return round(measured, 4) if math.isfinite(measured) else None  # PostgreSQL's JSON knows no infinity

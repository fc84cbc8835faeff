"""How long one prediction takes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median, quantiles
from typing import Protocol

from backend.domain.errors import InvalidValue
from backend.students.student import Prediction

WARM_UP = 10


class Predicts(Protocol):
    """Whatever predicts: a student, or one exported to ONNX."""

    def predict(self, texts: Sequence[str]) -> list[Prediction]: ...


@dataclass(frozen=True)
class Latency:
    """Milliseconds of one prediction, from text to spans."""

    median: float
    p95: float
    count: int


def latency(student: Predicts, texts: Sequence[str], *, count: int = 100) -> Latency:
    """Predict one text at a time, `count` times after a warm-up, going round `texts`.

    Raises:
        InvalidValue: no text, or fewer than two times.
    """
    if not texts or count < 2:
        raise InvalidValue(
            f"latency of {count} predictions over {len(texts)} texts", remedy="Give a text, and count 2."
        )
    for text in islice(cycle(texts), WARM_UP):
        student.predict([text])
    taken = []
    for text in islice(cycle(texts), count):
        begun = time.perf_counter()
        student.predict([text])
        taken.append((time.perf_counter() - begun) * 1000)
    return Latency(median(taken), quantiles(taken, n=20)[-1], count)

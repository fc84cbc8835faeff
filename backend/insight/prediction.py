"""What a student says of a candidate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from backend.insight.row import Row


@dataclass(frozen=True)
class Prediction:
    """An intent with its probability, 0 to 1, and spans (start, end, slot) in code points, sorted."""

    intent: str
    confidence: float
    spans: tuple[tuple[int, int, str], ...] = ()

    def differs(self, row: Row) -> bool:
        return self.intent != row.intent or self.spans != row.spans


class Predictor(Protocol):
    """A trained student. `uid` is another after every training; `predict` keeps the order of the texts."""

    @property
    def uid(self) -> str: ...

    def predict(self, texts: Sequence[str]) -> Sequence[tuple[str, float, Sequence[tuple[int, int, str]]]]:
        """(intent, confidence, spans) for every text."""
        ...


def predictions(predictor: Predictor, texts: Sequence[str]) -> list[Prediction]:
    """What the student says of every text, with spans in order."""
    return [
        Prediction(intent, min(1.0, max(0.0, float(confidence))), tuple(sorted((s, e, slot) for s, e, slot in spans)))
        for intent, confidence, spans in predictor.predict(texts)
    ]

"""What a student says of a candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from backend.insight.row import Row

Spans = tuple[tuple[int, int, str], ...]
"""(start, end, slot) in code points, end-exclusive, sorted."""

Knows = Mapping[str, frozenset[str]]
"""The intents that a student can say, and of each the slots that it can say with it."""


@dataclass(frozen=True)
class Prediction:
    """An intent with its probability, 0 to 1, and spans, by a student that knows these labels."""

    intent: str
    confidence: float
    spans: Spans
    knows: Knows

    def contradicts(self, row: Row) -> Literal["intent", "spans"] | None:
        """What of a row's labels it speaks against, the intent before the spans.

        Nothing of a row whose intent it does not know, since it could not have said so; and nothing of spans whose
        slot it does not know with the intent, nor by what it says in their place.
        """
        slots = self.knows.get(row.intent)
        if slots is None:
            return None
        if self.intent != row.intent:
            return "intent"
        unknown = [span for span in row.spans if span[2] not in slots]
        return "spans" if set(_apart_from(unknown, self.spans)) != set(row.spans) - set(unknown) else None


class Predictor(Protocol):
    """A trained student. `uid` is another after every training; `predict` keeps the order of the texts."""

    @property
    def uid(self) -> str: ...

    @property
    def knows(self) -> Knows: ...

    def predict(self, texts: Sequence[str]) -> Sequence[tuple[str, float, Sequence[tuple[int, int, str]]]]:
        """(intent, confidence, spans) for every text."""
        ...


def predictions(predictor: Predictor, texts: Sequence[str]) -> list[Prediction]:
    """What the student says of every text, with spans in order."""
    said, knows = predictor.predict(texts), predictor.knows
    return [
        Prediction(intent, min(1.0, max(0.0, float(sure))), tuple(sorted((s, e, slot) for s, e, slot in spans)), knows)
        for intent, sure, spans in said
    ]


def _apart_from(some: Sequence[tuple[int, int, str]], spans: Spans) -> Spans:
    """The spans that overlap none of some others."""
    return tuple(span for span in spans if not any(start < span[1] and span[0] < end for start, end, _slot in some))

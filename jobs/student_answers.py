"""What a student said of test utterances: as rows, and read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.domain.utterance import Span, Utterance
from backend.students.student import Prediction
from storage.tables import StudentAnswer


def answer_columns(gold: Sequence[Utterance], said: Sequence[Prediction]) -> list[dict[str, Any]]:
    """Columns of StudentAnswer for each utterance and what was said of it."""
    return [_columns(one, answer) for one, answer in zip(gold, said, strict=True)]


def gold_of(row: StudentAnswer) -> Utterance:
    """The utterance as it was labelled."""
    return Utterance(row.text, row.intent, row.language, tuple(Span(*span) for span in row.spans))


def said_of(row: StudentAnswer) -> Prediction:
    """What the student said of it."""
    others = ((row.second, row.second_confidence),) if row.second else ()
    return Prediction(row.said_intent, row.confidence, tuple(Span(*span) for span in row.said_spans), others)


def _columns(gold: Utterance, said: Prediction) -> dict[str, Any]:
    second, chance = said.runners_up[0] if said.runners_up else ("", 0.0)
    return {
        "text": gold.text,
        "language": gold.language,
        "intent": gold.intent,
        "spans": _plain(gold.spans),
        "said_intent": said.intent,
        "said_spans": _plain(said.spans),
        "confidence": said.confidence,
        "second": second,
        "second_confidence": chance,
        "right": gold.intent == said.intent and set(gold.spans) == set(said.spans),
    }


def _plain(spans: Sequence[Span]) -> list[list[Any]]:
    return [[span.start, span.end, span.slot] for span in spans]

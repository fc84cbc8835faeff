"""What a student said of test utterances: as rows, and read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from backend.domain.parse_notation import SQUARE, read_parse, write_parse
from backend.domain.utterance import Span, Utterance
from backend.students.parsing.parser import ParsePrediction
from backend.students.student import Prediction, Student
from storage.tables import StudentAnswer

AT_ONCE = 256


def answered(
    student: Student,
    asked: Sequence[Utterance],
    should_stop: Callable[[], bool],
    told: Callable[[int], None] = lambda _done: None,
) -> list[Prediction] | None:
    """What a student says of test utterances, AT_ONCE at a time; None once it should stop.

    Args:
        told: is given how many it has answered.
    """
    said: list[Prediction] = []
    for first in range(0, len(asked), AT_ONCE):
        if should_stop():
            return None
        said += student.predict([one.text for one in asked[first : first + AT_ONCE]])
        told(len(said))
    return said


def answer_columns(gold: Sequence[Utterance], said: Sequence[Prediction]) -> list[dict[str, Any]]:
    """Columns of StudentAnswer for each utterance and what was said of it."""
    return [_columns(one, answer) for one, answer in zip(gold, said, strict=True)]


def gold_of(row: StudentAnswer) -> Utterance:
    """The utterance as it was labelled."""
    parse = read_parse(row.parse, SQUARE) if row.parse else None
    return Utterance(row.text, row.intent, row.language, tuple(Span(*span) for span in row.spans), parse)


def said_of(row: StudentAnswer) -> Prediction:
    """What the student said of it."""
    others = ((row.second, row.second_confidence),) if row.second else ()
    return Prediction(row.said_intent, row.confidence, tuple(Span(*span) for span in row.said_spans), others)


def parse_answer_columns(gold: Sequence[Utterance], said: Sequence[ParsePrediction]) -> list[dict[str, Any]]:
    """Columns of StudentAnswer for each utterance with a parse and what was said of it."""
    return [
        {
            "text": one.text,
            "language": one.language,
            "intent": one.intent,
            "said_intent": answer.parse.intent if answer.parse else "",
            "confidence": 0.0,
            "right": answer.parse == one.parse,
            "parse": write_parse(one.parse, SQUARE) if one.parse else None,
            "said_parse": write_parse(answer.parse, SQUARE) if answer.parse else None,
            "problem": answer.problem,
        }
        for one, answer in zip(gold, said, strict=True)
    ]


def said_parse_of(row: StudentAnswer) -> ParsePrediction:
    """What a student of parses said of it."""
    parse = read_parse(row.said_parse, SQUARE) if row.said_parse else None
    return ParsePrediction(parse, row.said_parse or "", row.problem)


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

"""What all steps of an analysis work with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from backend.domain.parse import Parse
from backend.insight.prediction import Predictor
from backend.insight.row import Row
from backend.students.encoder import Encoder
from backend.students.parsing.parser import ParsePrediction
from jobs.analysis.pace import Pace
from storage.analyses import Plain
from storage.engine import Store
from storage.tables import Example

WRITTEN_AT_ONCE = 100
"""Rows of a transaction, which lasts some 20 ms: reviewers write at the same time."""

Slices = Iterator[None]
"""Work that can be left after every slice."""


class Parses(Protocol):
    """A student of parses. `uid` is another after every training; `parse` keeps the order of the texts."""

    @property
    def uid(self) -> str: ...

    def knows(self, intent: str, parse: Parse) -> bool:
        """Whether it learnt the intent, and can write all of the parse's labels."""
        ...

    def parse(self, texts: Sequence[str]) -> tuple[Sequence[ParsePrediction], float]:
        """What it says of every text, and the milliseconds that took."""
        ...


@dataclass(frozen=True)
class Tools:
    """The encoder and the students may be missing: what needs them is left out then.

    `predictor` is the project's student of slots, `parser` that of parses; it has one or the other at most.
    """

    store: Store
    pace: Pace
    encoder: Encoder | None
    predictor: Predictor | None
    parser: Parses | None = None

    @property
    def student(self) -> str:
        """The uid of the project's student, "" for none."""
        return uid_of(self.predictor, self.parser)

    @property
    def encoder_name(self) -> str | None:
        return self.encoder.name if self.encoder else None


def uid_of(predictor: Predictor | None, parser: Parses | None) -> str:
    """The uid of a project's student, of slots or of parses; "" for none."""
    one = predictor or parser
    return one.uid if one else ""


def row_of(example: Example) -> Row:
    row = row_from((example.id, example.text, example.intent, example.language, example.spans, example.parse))
    return replace(row, method=example.method)


def row_from(plain: Plain) -> Row:
    id_, text, intent, language, spans, parse = plain
    held = tuple((start, end, slot) for start, end, slot in spans)
    return Row(id_, text, intent, language, held, parse=parse or "")

"""A project's student of parses: what a page may order, what came of it, and who parses for the project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from backend.domain.errors import InvalidValue
from backend.domain.parse import Parse
from backend.loading_lock import loading_weights
from backend.students.parsing.card import is_parser, knows_of
from backend.students.parsing.metrics import MATCHES as MATCHES
from backend.students.parsing.metrics import ParseFigures as ParseFigures
from backend.students.parsing.metrics import ParseShares as ParseShares
from backend.students.parsing.parser import ParsePrediction, Parser, load_parser
from backend.students.parsing.settings import ParserSettings
from jobs.put_aside import DEFAULT_TEST, require_test_share
from jobs.student_folders import folder_of
from storage.engine import Store
from storage.examples import count_by_intent
from storage.filters import ExampleFilter
from storage.parse_schemas import load_parses
from storage.students import create_student, latest_student
from storage.tables import StudentRow

LEAST = 5
"""Accepted parses with which a student is trained: enough for one to be put aside."""


@dataclass(frozen=True)
class ParserOrder:
    """What is asked of a training; `run_parser` reads the same from the row's settings.

    Attributes:
        test: share of the accepted examples to measure on, from 0 up to but not including 1.

    Raises:
        InvalidValue: a share out of its range.
    """

    training: ParserSettings = field(default_factory=ParserSettings)
    test: float = DEFAULT_TEST

    def __post_init__(self) -> None:
        require_test_share(self.test)


@dataclass(frozen=True)
class ParserResult:
    """What came of a training; see `jobs.students.StudentResult`. `milliseconds` is a parse's share of all that were
    asked side by side; None without figures."""

    teaching: int
    measuring: int
    testing: int
    figures: ParseFigures | None
    shares_seeds: bool
    milliseconds: float | None


_ORDER = TypeAdapter(ParserOrder)
_RESULT = TypeAdapter(ParserResult)


def learns_parses(store: Store, project_id: int) -> bool:
    """Whether a project's student learns parses."""
    with store.read() as session:
        return load_parses(project_id, session=session) is not None


def order_parser(project_id: int, order: ParserOrder | None, *, session: Session) -> tuple[StudentRow, bool]:
    """Queue the training of a project's student, or return the one that is active: (row, whether it is new).

    Raises:
        InvalidValue: too few accepted parses. NotFound: the project is gone.
    """
    counts = count_by_intent(project_id, ExampleFilter(status="accepted"), session=session)
    if sum(counts.values()) < LEAST:
        raise InvalidValue(
            "accepted parses to learn from",
            value=sum(counts.values()),
            remedy=f"Accept {LEAST} or more on the Review page, or write seeds.",
        )
    return create_student(project_id, asdict(order or ParserOrder()), session=session)


def parser_order(row: StudentRow) -> ParserOrder:
    """What was asked of a training."""
    return _ORDER.validate_python(row.settings)


def parser_result(row: StudentRow) -> ParserResult | None:
    """What came of a training; None for one that was not seen through, or whose result another version wrote."""
    try:
        return _RESULT.validate_python(row.result) if row.result else None
    except ValidationError:
        return None


def result_columns(result: ParserResult) -> dict[str, Any]:
    """A result as it is stored."""
    columns: dict[str, Any] = _RESULT.dump_python(result, mode="json")
    return columns


@dataclass(frozen=True)
class ProjectParser:
    """A project's latest student of parses, loaded when it is first asked; `weights` holds converted weights."""

    uid: str
    folder: str
    weights: Path
    device: str | None = None

    def knows(self, intent: str, parse: Parse) -> bool:
        """Whether it learnt the intent, and can write all of the parse's labels.

        Raises:
            InvalidValue: the student's folder is gone or damaged.
        """
        intents, labels = _known(self)
        return intent in intents and labels.issuperset(parse.label_counts)

    def parse(
        self, texts: Sequence[str], should_stop: Callable[[], bool] = lambda: False
    ) -> tuple[list[ParsePrediction], float]:
        """What it says of the texts, and the milliseconds that took.

        Raises:
            NotFound, InvalidValue, Unavailable: the student's folder, or its base, is gone or damaged.
        """
        with loading_weights:  # it is asked in another thread than the one that runs jobs
            student = _opened(self)
            begun = perf_counter()
            return student.predict(texts, should_stop=should_stop), (perf_counter() - begun) * 1000


def project_parser(store: Store, project_id: int, *, weights: Path, device: str | None = None) -> ProjectParser | None:
    """Whoever parses for a project: its latest student; None where there is none, or its folder is gone.

    Nothing is loaded yet.
    """
    with store.read() as session:
        row = latest_student(project_id, session=session)
    folder = folder_of(row) if row else None
    if row is None or folder is None or not is_parser(folder):
        return None
    return ProjectParser(row.uid, str(folder), weights, device)


@lru_cache(maxsize=16)
def _known(student: ProjectParser) -> tuple[frozenset[str], frozenset[str]]:
    return knows_of(Path(student.folder))


@lru_cache(maxsize=1)
def _opened(student: ProjectParser) -> Parser:
    """The student that was asked last; it takes some 500 MB."""
    return load_parser(student.folder, cache=student.weights, device=student.device)

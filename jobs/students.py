"""A project's student: what a page may order, and how far its training is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from backend.domain.errors import InvalidValue
from backend.students.latency import Latency
from backend.students.metrics import Figures as Figures
from backend.students.metrics import LabelFigures as LabelFigures
from backend.students.metrics import Shares as Shares
from backend.students.resampling import Estimate as Estimate
from backend.students.settings import StudentSettings
from jobs.parsers import ParserOrder, order_parser
from jobs.put_aside import DEFAULT_TEST, require_test_share
from storage import runs
from storage.engine import Store
from storage.examples import count_by_intent
from storage.filters import ExampleFilter
from storage.parse_schemas import load_parses
from storage.students import create_student, student_by_uid
from storage.tables import StudentRow


@dataclass(frozen=True)
class StudentOrder:
    """What is asked of a training; `run_student` reads the same from the row's settings.

    Attributes:
        test: share of the accepted examples to measure on, from 0 up to but not including 1.

    Raises:
        InvalidValue: a share out of its range.
    """

    training: StudentSettings = field(default_factory=StudentSettings)
    test: float = DEFAULT_TEST

    def __post_init__(self) -> None:
        require_test_share(self.test)


@dataclass(frozen=True)
class StudentProgress:
    """How far a training is: steps, what was measured last, and the curve, point by point."""

    step: int = 0
    steps: int = 0
    loss: float | None = None
    frame_accuracy: float | None = None
    curve: tuple[dict[str, float], ...] = ()


@dataclass(frozen=True)
class StudentResult:
    """What came of a training.

    Attributes:
        teaching, measuring, testing: examples learnt from, held out to stop in time, and measured on.
        figures: on those that it is measured on; None where too few were there to put any aside.
        shares_seeds: some of these were made from the same seeds as what it learnt from, since no intent's
            examples could be told apart by their seeds: such figures flatter.
        latency: of one prediction on the worker; None without figures.
    """

    teaching: int
    measuring: int
    testing: int
    figures: Figures | None
    shares_seeds: bool
    latency: Latency | None


_ORDER = TypeAdapter(StudentOrder)
_PROGRESS = TypeAdapter(StudentProgress)
_RESULT = TypeAdapter(StudentResult)


def order_student(
    store: Store, project_id: int, order: StudentOrder | ParserOrder | None = None
) -> tuple[StudentRow, bool]:
    """Queue the training of a project's student, or return the one that is active: (row, whether it is new).

    In a project of parses it is a student of parses.

    Args:
        order: of a project of the same kind; the usual one when None.

    Raises:
        InvalidValue: an order for the other kind of project, or too few accepted examples: fewer than two intents with
            some, or than `parsers.LEAST` parses. NotFound: the project is gone.
    """
    with store.write() as session:
        parses = load_parses(project_id, session=session) is not None
        if order is not None and parses != isinstance(order, ParserOrder):
            raise InvalidValue(
                "training of another kind than the project", value="parses" if parses else "slots", where="the project"
            )
        if parses:
            return order_parser(project_id, order if isinstance(order, ParserOrder) else None, session=session)
        counts = count_by_intent(project_id, ExampleFilter(status="accepted"), session=session)
        if len(counts) < 2:
            raise InvalidValue(
                f"accepted examples of {len(counts)} intents",
                value=", ".join(counts) or None,
                remedy="A student needs two intents to choose between: accept examples of another one.",
            )
        return create_student(project_id, asdict(order or StudentOrder()), session=session)


def cancel_student(store: Store, uid: str) -> None:
    """Ask a training to stop; nothing of it is kept.

    Raises:
        NotFound: no such training. Conflict: it has ended already.
    """
    with store.write() as session:
        runs.cancel(student_by_uid(uid, session=session), session=session)


def student_order(row: StudentRow) -> StudentOrder:
    """What was asked of a training."""
    return _ORDER.validate_python(row.settings)


def student_progress(row: StudentRow) -> StudentProgress:
    """How far a training is, or was when it ended."""
    return _PROGRESS.validate_python(row.progress or {})


def student_result(row: StudentRow) -> StudentResult | None:
    """What came of a training; None for one that was not seen through, or whose result another version wrote."""
    try:
        return _RESULT.validate_python(row.result) if row.result else None
    except ValidationError:
        return None


def result_columns(result: StudentResult) -> dict[str, Any]:
    """A result as it is stored."""
    columns: dict[str, Any] = _RESULT.dump_python(result, mode="json")
    return columns

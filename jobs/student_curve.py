"""The learning curve of a project's student: what a page may order, and the points that there are."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from backend.domain.errors import InvalidValue
from backend.students.metrics import Shares
from backend.students.settings import StudentSettings
from jobs.put_aside import DEFAULT_TEST
from jobs.students import student_order
from storage import runs
from storage.engine import Store
from storage.examples import count_by_intent
from storage.filters import ExampleFilter
from storage.parse_schemas import load_parses
from storage.student_tasks import create_task, task_by_uid
from storage.students import latest_student
from storage.tables import CURVE, StudentTask

SHARES = (0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True)
class CurveOrder:
    """What is asked of a curve.

    Attributes:
        test: share of the accepted examples to measure on. shares: of the others, to learn from.
        learnt, tested: ids of both, fixed when it was begun; digest: of what they said then. Empty before.
        shares_seeds: some of what it is measured on was made from the same seeds as what is learnt from.
    """

    training: StudentSettings = field(default_factory=StudentSettings)
    test: float = DEFAULT_TEST
    shares: tuple[float, ...] = SHARES
    learnt: tuple[int, ...] = ()
    tested: tuple[int, ...] = ()
    digest: str = ""
    shares_seeds: bool = False


@dataclass(frozen=True)
class Point:
    """A student that learnt from so many examples: its figures, and how many seconds that took."""

    examples: int
    figures: Shares
    seconds: float


@dataclass(frozen=True)
class CurveProgress:
    """How far a curve is: its points so far, of how many, and the steps of the training at work."""

    points: tuple[Point, ...] = ()
    of: int = 0
    step: int = 0
    steps: int = 0


_ORDER = TypeAdapter(CurveOrder)
_PROGRESS = TypeAdapter(CurveProgress)


def order_curve(store: Store, project_id: int, order: CurveOrder | None = None) -> tuple[StudentTask, bool]:
    """Queue a curve, or return the one that is active: (task, whether it is new).

    Args:
        order: trained as the project's latest student was, when None.

    Raises:
        InvalidValue: fewer than two intents with accepted examples, or a project of parses. NotFound: the project is
            gone.
    """
    with store.write() as session:
        if load_parses(project_id, session=session) is not None:
            raise InvalidValue("learning curve of a student of parses", remedy="There is none; compare two of them.")
        counts = count_by_intent(project_id, ExampleFilter(status="accepted"), session=session)
        if len(counts) < 2:
            raise InvalidValue(
                f"accepted examples of {len(counts)} intents", remedy="A student needs two intents to choose between."
            )
        latest = latest_student(project_id, session=session)
        if order is None:
            as_before = student_order(latest) if latest else None
            order = CurveOrder(as_before.training, as_before.test or DEFAULT_TEST) if as_before else CurveOrder()
        return create_task(project_id, CURVE, order_columns(order), session=session)


def cancel_task(store: Store, uid: str) -> None:
    """Ask a test or a curve to stop.

    Raises:
        NotFound: no such task. Conflict: it has ended already.
    """
    with store.write() as session:
        runs.cancel(task_by_uid(uid, session=session), session=session)


def curve_order(task: StudentTask) -> CurveOrder:
    """What was asked of a curve."""
    return _ORDER.validate_python(task.spec)


def order_columns(order: CurveOrder) -> dict[str, Any]:
    """An order as it is stored."""
    columns: dict[str, Any] = _ORDER.dump_python(order, mode="json")
    return columns


def curve_progress(task: StudentTask) -> CurveProgress:
    """How far a curve is, or was when it ended; nothing where another version wrote it."""
    try:
        return _PROGRESS.validate_python(task.progress or {})
    except ValidationError:
        return CurveProgress()


def progress_columns(progress: CurveProgress) -> dict[str, Any]:
    """Progress as it is stored."""
    return asdict(progress)

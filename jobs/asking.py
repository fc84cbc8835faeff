"""Asking a project's student for one sentence: what a page may order, and what the worker heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from backend.domain.errors import Conflict
from backend.domain.utterance import Utterance
from jobs.students import ProjectStudent
from storage import runs
from storage.engine import Store
from storage.student_tasks import create_task, task_by_uid
from storage.students import latest_student
from storage.tables import ASK, StudentRow, StudentTask


@dataclass(frozen=True)
class Answer:
    """What a student says of a sentence.

    Attributes:
        confidence: the intent's probability, from 0 to 1; runners_up: the next intents with theirs.
        spans: (start, end, slot). milliseconds: of the prediction alone.
    """

    intent: str
    confidence: float
    spans: tuple[tuple[int, int, str], ...]
    runners_up: tuple[tuple[str, float], ...]
    milliseconds: float


_ANSWER = TypeAdapter(Answer)


def order_ask(store: Store, project_id: int, text: str) -> StudentTask:
    """Have the worker ask the project's latest student what it makes of a text.

    Raises:
        InvalidValue: a text that no utterance may hold. Conflict: no student is trained yet.
        NotFound: the project is gone.
    """
    Utterance(text, "any")
    with store.write() as session:
        student = latest_student(project_id, session=session)
        if student is None:
            raise Conflict("no student is there to ask", remedy="Train one first.")
        return create_task(project_id, ASK, {"text": text}, student_id=student.id, session=session)[0]


def asked_text(task: StudentTask) -> str:
    """The sentence that was asked."""
    return str(task.spec.get("text", ""))


def answer_of(task: StudentTask) -> Answer | None:
    """What the student said; None where it did not, or another version wrote it."""
    try:
        return _ANSWER.validate_python(task.result) if task.result else None
    except ValidationError:
        return None


def run_ask(store: Store, uid: str) -> bool:
    """Ask the student, as the worker does, and store what it said.

    Raises:
        NotFound, InvalidValue, Unavailable: the student's folder is gone or damaged.
    """
    with store.write() as session:
        task = task_by_uid(uid, session=session)
        runs.start(StudentTask, task.id, "asking", session=session)
        row = session.get(StudentRow, task.student_id)
    if row is None or task.cancel_requested:
        return False
    # On the CPU: a GPU belongs to what is trained or generated meanwhile.
    said, taken = ProjectStudent(row.uid, row.folder, "cpu").ask(asked_text(task))
    spans = tuple((span.start, span.end, span.slot) for span in said.spans)
    answer = Answer(said.intent, said.confidence, spans, said.runners_up, taken)
    with store.write() as session:
        runs.finish(StudentTask, uid, "done", result=_columns(answer), session=session)
    return True


def _columns(answer: Answer) -> dict[str, Any]:
    columns: dict[str, Any] = _ANSWER.dump_python(answer, mode="json")
    return columns

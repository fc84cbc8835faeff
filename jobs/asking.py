"""Asking a project's student for one sentence: what a page may order, and what the worker heard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from backend.domain.errors import Conflict
from backend.domain.parse_notation import SQUARE, write_parse
from backend.domain.utterance import Utterance
from backend.students.parsing.card import is_parser
from jobs.parsers import ProjectParser
from jobs.project_student import ProjectStudent
from jobs.student_folders import folder_of
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


@dataclass(frozen=True)
class ParseAnswer:
    """What a student of parses says of a sentence: the parse in square brackets, None where it wrote none that can be
    read, for the reason in `problem`; and what it wrote. `milliseconds` are of the prediction alone.
    """

    parse: str | None
    written: str
    problem: str
    milliseconds: float


_ANSWER = TypeAdapter(Answer)
_PARSE_ANSWER = TypeAdapter(ParseAnswer)


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


def parse_answer_of(task: StudentTask) -> ParseAnswer | None:
    """What a student of parses said; None where it did not, or another version wrote it."""
    try:
        return _PARSE_ANSWER.validate_python(task.result) if task.result else None
    except ValidationError:
        return None


def run_ask(store: Store, uid: str, weights: Path = Path()) -> bool:
    """Ask the student, as the worker does, and store what it said.

    Args:
        weights: folder of converted weights, which students of parses need.

    Raises:
        NotFound, InvalidValue, Unavailable: the student's folder is gone or damaged.
    """
    with store.write() as session:
        task = task_by_uid(uid, session=session)
        runs.start(StudentTask, task.id, "asking", session=session)
        row = session.get(StudentRow, task.student_id)
    if row is None or task.cancel_requested:
        return False
    columns = (_parsed if is_parser(folder_of(row)) else _answered)(row, asked_text(task), weights)
    with store.write() as session:
        runs.finish(StudentTask, uid, "done", result=columns, session=session)
    return True


def _answered(row: StudentRow, text: str, _weights: Path) -> dict[str, Any]:
    # On the CPU: a GPU belongs to what is trained or generated meanwhile.
    said, taken = ProjectStudent(row.uid, str(folder_of(row)), "cpu").ask(text)
    spans = tuple((span.start, span.end, span.slot) for span in said.spans)
    answer = Answer(said.intent, said.confidence, spans, said.runners_up, taken)
    columns: dict[str, Any] = _ANSWER.dump_python(answer, mode="json")
    return columns


def _parsed(row: StudentRow, text: str, weights: Path) -> dict[str, Any]:
    (said,), taken = ProjectParser(row.uid, str(folder_of(row)), weights, "cpu").parse([text])
    parse = write_parse(said.parse, SQUARE) if said.parse else None
    answer = ParseAnswer(parse, said.written, said.problem, taken)
    columns: dict[str, Any] = _PARSE_ANSWER.dump_python(answer, mode="json")
    return columns

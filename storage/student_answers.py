"""What students said of test utterances, and what each learnt from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, delete, func, select

from storage.tables import StudentAnswer, StudentLearnt

_NOTHING_SAID: dict[str, Any] = {
    "spans": [],
    "said_spans": [],
    "second": "",
    "second_confidence": 0.0,
    "parse": None,
    "said_parse": None,
    "problem": "",
}


def save_answers(
    student_id: int, task_id: int | None, answers: Sequence[Mapping[str, Any]], *, session: Session
) -> None:
    """Keep what a student said of a test set, in its order, instead of what was kept of it before.

    Args:
        task_id: of the test of an uploaded file; None for what was put aside. answers: columns of StudentAnswer.
    """
    session.exec(delete(StudentAnswer).where(*_of(student_id, task_id)))
    rows = [
        {**_NOTHING_SAID, "student_id": student_id, "task_id": task_id, "position": position, **answer}
        for position, answer in enumerate(answers)
    ]
    if rows:  # as rows, not objects: nobody can decide until 20,000 are written
        session.execute(insert(StudentAnswer), rows)


def answers_of(student_id: int, task_id: int | None, *, session: Session) -> list[StudentAnswer]:
    """All answers on a test set, in its order."""
    query = select(StudentAnswer).where(*_of(student_id, task_id)).order_by(col(StudentAnswer.position))
    return list(session.exec(query))


def count_answers(student_id: int, task_id: int | None, *, session: Session) -> int:
    """How many there are; none for a student that was measured before they were kept."""
    return session.exec(select(func.count(col(StudentAnswer.id))).where(*_of(student_id, task_id))).one()


def save_learnt(student_id: int, examples: Sequence[Sequence[Any]], *, session: Session) -> None:
    """Keep what a student learnt from: `[[example id, digest of its text, digest of its pattern]]`."""
    session.exec(delete(StudentLearnt).where(col(StudentLearnt.student_id) == student_id))
    session.add(StudentLearnt(student_id=student_id, examples=[list(one) for one in examples]))


def learnt_by(student_id: int, *, session: Session) -> list[list[Any]] | None:
    """What `save_learnt` kept; None for a student that was trained before it was."""
    row = session.get(StudentLearnt, student_id)
    return row.examples if row else None


def _of(student_id: int, task_id: int | None) -> tuple[Any, ...]:
    task = col(StudentAnswer.task_id)
    return (StudentAnswer.student_id == student_id, task.is_(None) if task_id is None else task == task_id)

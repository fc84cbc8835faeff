"""Sentences, tests and curves that the worker was asked for: what was ordered, and the latest of each."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, delete, select, update

from storage import runs
from storage.engine import one_at_a_time
from storage.projects import project_by_id
from storage.tables import ACTIVE_JOB, ASK, CURVE, TEST, StudentTask

ASKED_KEPT = 50
_KEPT = {ASK: ASKED_KEPT, TEST: 20, CURVE: 20}
"""Tasks of a kind in a project that are kept, with all that came of them."""


def create_task(
    project_id: int,
    kind: str,
    spec: Mapping[str, Any],
    *,
    student_id: int | None = None,
    uid: str | None = None,
    session: Session,
) -> tuple[StudentTask, bool]:
    """Queue a task, or return the active test or curve of the project: (task, whether it is new).

    Args:
        uid: of the task, where something was stored under it before; a new one when None.

    Raises:
        NotFound: the project is gone.
    """
    one_at_a_time(session, project_id)
    project_by_id(project_id, session=session)
    active = active_task(project_id, kind, session=session) if kind != ASK else None
    if active:
        return active, False
    task = StudentTask(
        uid=uid or str(uuid.uuid4()), project_id=project_id, student_id=student_id, kind=kind, spec=dict(spec)
    )
    session.add(task)
    session.flush()
    _forget(project_id, kind, session)
    return task, True


def task_by_uid(uid: str, *, session: Session) -> StudentTask:
    """The task of that uid, as it stands now.

    Raises:
        NotFound: it went with its project or its student.
    """
    return runs.by_uid(StudentTask, uid, "task of a student", session=session)


def list_tasks(
    project_id: int, kind: str, *, student_id: int | None = None, limit: int = 20, session: Session
) -> list[StudentTask]:
    """The tasks of a kind in a project, the latest first.

    Args:
        student_id: only those of that student.
    """
    query = select(StudentTask).where(StudentTask.project_id == project_id, StudentTask.kind == kind)
    if student_id is not None:
        query = query.where(StudentTask.student_id == student_id)
    return list(session.exec(query.order_by(col(StudentTask.id).desc()).limit(limit)))


def active_task(project_id: int, kind: str, *, session: Session) -> StudentTask | None:
    """The queued or running one of a kind in a project, the latest of several."""
    query = select(StudentTask).where(StudentTask.project_id == project_id, StudentTask.kind == kind)
    query = query.where(col(StudentTask.status).in_(ACTIVE_JOB))
    return session.exec(query.order_by(col(StudentTask.id).desc()).limit(1)).first()


def set_spec(task_id: int, spec: Mapping[str, Any], *, session: Session) -> None:
    """Note what a task is about, once it is known."""
    session.exec(update(StudentTask).where(col(StudentTask.id) == task_id).values(spec=dict(spec)))


def _forget(project_id: int, kind: str, session: Session) -> None:
    ended = col(StudentTask.status).not_in(ACTIVE_JOB)
    mine = (col(StudentTask.project_id) == project_id, col(StudentTask.kind) == kind)
    kept = select(StudentTask.id).where(*mine).order_by(col(StudentTask.id).desc()).limit(_KEPT[kind])
    session.exec(delete(StudentTask).where(*mine, ended, col(StudentTask.id).not_in(kept)))

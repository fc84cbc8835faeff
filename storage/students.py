"""Trainings of students: what was ordered, how far it is, and the latest student of a project."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from storage import runs
from storage.engine import one_at_a_time
from storage.projects import project_by_id
from storage.tables import ACTIVE_JOB, StudentRow


def create_student(
    project_id: int,
    settings: Mapping[str, Any],
    *,
    uid: str | None = None,
    seeds_of: str = "",
    background: bool = False,
    session: Session,
) -> tuple[StudentRow, bool]:
    """Queue a training, or return the one that is active in the project: (row, whether it is new).

    One that the worker ordered by itself gives way to what somebody orders: it ends here, and its run sees that.

    Raises:
        NotFound: the project is gone.
    """
    one_at_a_time(session, project_id)
    project_by_id(project_id, session=session)
    active = active_student(project_id, session=session)
    if active and (background or not active.background):
        return active, False
    if active:
        runs.finish(StudentRow, active.uid, "cancelled", session=session)
    row = StudentRow(
        uid=uid or str(uuid.uuid4()),
        project_id=project_id,
        settings=dict(settings),
        seeds_of=seeds_of,
        background=background,
    )
    session.add(row)
    session.flush()
    return row, True


def student_by_uid(uid: str, *, session: Session) -> StudentRow:
    """The training of that uid, as it stands now.

    Raises:
        NotFound: it went with its project.
    """
    return runs.by_uid(StudentRow, uid, "student", session=session)


def latest_student(project_id: int, *, session: Session) -> StudentRow | None:
    """The student that was trained last on all that was accepted, and is done; None where there is none yet."""
    query = select(StudentRow).where(
        StudentRow.project_id == project_id, StudentRow.status == "done", StudentRow.seeds_of == ""
    )
    return session.exec(query.order_by(col(StudentRow.id).desc()).limit(1)).first()


def seeds_only_student(student: StudentRow, *, session: Session) -> StudentRow | None:
    """The latest student of the seeds among what that one learnt from; None where there is none that is done."""
    query = select(StudentRow).where(
        StudentRow.project_id == student.project_id, StudentRow.status == "done", StudentRow.seeds_of == student.uid
    )
    return session.exec(query.order_by(col(StudentRow.id).desc()).limit(1)).first()


def list_students(project_id: int, *, limit: int = 20, session: Session) -> list[StudentRow]:
    """The trainings of a project, the latest first, without those in the background that gave way to other work."""
    gave_way = and_(
        col(StudentRow.status) == "cancelled", ~col(StudentRow.cancel_requested), col(StudentRow.background)
    )
    query = select(StudentRow).where(StudentRow.project_id == project_id, ~gave_way)
    return list(session.exec(query.order_by(col(StudentRow.id).desc()).limit(limit)))


def active_student(project_id: int, *, session: Session) -> StudentRow | None:
    """The queued or running training of a project."""
    query = select(StudentRow).where(StudentRow.project_id == project_id, col(StudentRow.status).in_(ACTIVE_JOB))
    return session.exec(query).first()


def uids_with_folder(*, session: Session) -> frozenset[str]:
    """The uids of students that lie in a folder, and of those that may still come to."""
    is_kept = or_(StudentRow.folder != "", col(StudentRow.status).in_(ACTIVE_JOB))
    return frozenset(session.exec(select(StudentRow.uid).where(is_kept)))


def students_with_folder(project_id: int, *, session: Session) -> list[StudentRow]:
    """The students of a project that lie in a folder."""
    return list(session.exec(select(StudentRow).where(StudentRow.project_id == project_id, StudentRow.folder != "")))


def measured_students(project_id: int, *, limit: int = 200, session: Session) -> list[StudentRow]:
    """The latest trainings on all that was accepted that are done, the earliest first."""
    query = select(StudentRow).where(
        StudentRow.project_id == project_id, StudentRow.status == "done", StudentRow.seeds_of == ""
    )
    return list(session.exec(query.order_by(col(StudentRow.id).desc()).limit(limit)))[::-1]

"""Which projects' students are to be trained again by themselves, and what has to be done before."""

from __future__ import annotations

from sqlmodel import Session, col, or_, select

from backend.domain.errors import InvalidValue
from storage.jobs import active_jobs
from storage.projects import project_by_id
from storage.runs import active
from storage.tables import ACTIVE_JOB, ASK, Decision, Project, StudentRow, StudentTask
from storage.teacher_runs import active_runs

MOST_AFTER = 100_000


def set_retrain_after(project_id: int, decisions: int, *, session: Session) -> None:
    """Choose after how many decisions a project's student is trained again; 0 for never.

    Raises:
        InvalidValue: not from 0 to MOST_AFTER. NotFound: the project is gone.
    """
    if not 0 <= decisions <= MOST_AFTER:
        raise InvalidValue("number of decisions", value=decisions, remedy=f"Give 0 (never) to {MOST_AFTER:,}.")
    project = project_by_id(project_id, session=session)
    project.retrain_after = decisions
    session.add(project)


def projects_to_retrain(*, session: Session) -> list[int]:
    """Projects in which as many decisions were made since the last training was ordered as they want."""
    wanted = session.exec(select(Project.id, Project.retrain_after).where(Project.retrain_after > 0)).all()
    return [project_id for project_id, after in wanted if _is_due(project_id, after, session)]


def others_wait(uid: str, *, session: Session) -> bool:
    """Whether the worker has anything to do but that training: what somebody ordered comes first."""
    students = [row for row in active(StudentRow, session=session) if row.uid != uid and not row.background]
    tasks = [task for task in active(StudentTask, session=session) if task.kind != ASK]
    return bool(active_jobs(session=session) or active_runs(session=session) or students or tasks)


def earlier_in_background(row: StudentRow, *, session: Session) -> list[StudentRow]:
    """Students of the same project that were trained by themselves before this one, and still lie in a folder.

    Not those that somebody has just asked something: they are needed until that is answered.
    """
    asked = select(StudentTask.student_id).where(
        col(StudentTask.student_id).is_not(None), col(StudentTask.status).in_(ACTIVE_JOB)
    )
    query = select(StudentRow).where(
        StudentRow.project_id == row.project_id, col(StudentRow.background), col(StudentRow.id) < row.id
    )
    return list(session.exec(query.where(StudentRow.folder != "", col(StudentRow.id).not_in(asked))))


def _is_due(project_id: int, after: int, session: Session) -> bool:
    decisions = select(Decision.at).where(Decision.project_id == project_id).order_by(col(Decision.id).desc())
    first_of_them = session.exec(decisions.offset(after - 1).limit(1)).first()
    if first_of_them is None:
        return False
    # One that gave way to other work was not cancelled by anybody, and is owed still.
    ordered = select(StudentRow.created_at).where(
        StudentRow.project_id == project_id,
        StudentRow.seeds_of == "",
        or_(StudentRow.status != "cancelled", col(StudentRow.cancel_requested)),
    )
    last = session.exec(ordered.order_by(col(StudentRow.id).desc()).limit(1)).first()
    return last is None or last < first_of_them

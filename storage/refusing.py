"""Refusing what would change the ground under something that is queued or at work in a project."""

from __future__ import annotations

from sqlmodel import Session, col, select

from backend.domain.errors import Conflict
from storage import runs
from storage.tables import ACTIVE_JOB, ASK, Job, StudentRow, StudentTask, TeacherRun


def refuse_active_job(project_id: int, *, intent: str | None = None, session: Session) -> None:
    """Refuse what would pull the ground from under a queued or running job.

    Raises:
        Conflict: there is such a job.
    """
    query = select(Job).where(Job.project_id == project_id, col(Job.status).in_(ACTIVE_JOB))
    if intent is not None:
        query = query.where(Job.intent == intent)
    job = session.exec(query).first()
    if job:
        what = "its plan on the Plan page" if job.plan_id else "the job on the Generate page"
        raise Conflict(
            "a job is still writing utterances for intent",
            value=job.intent,
            remedy=f"Nothing was changed. Cancel {what}, or wait for it.",
        )


def refuse_active_run(project_id: int, *, session: Session) -> None:
    """Refuse what would pull the ground from under the trial or tuning of a teacher.

    Raises:
        Conflict: there is one.
    """
    query = select(TeacherRun).where(TeacherRun.project_id == project_id, col(TeacherRun.status).in_(ACTIVE_JOB))
    run = session.exec(query).first()
    if run:
        raise Conflict(
            f"a {run.kind} is still at work for teacher",
            value=run.teacher,
            remedy="Nothing was changed. Cancel it on the Teacher page, or wait for it.",
        )


def refuse_active_student(project_id: int, *, session: Session) -> None:
    """Refuse what would change the ground under a student that somebody has trained; one that the worker trains by
    itself ends here, and its run sees that.

    Raises:
        Conflict: there is one.
    """
    query = select(StudentRow).where(StudentRow.project_id == project_id, col(StudentRow.status).in_(ACTIVE_JOB))
    active = session.exec(query).first()
    if active is not None and active.background:
        runs.finish(StudentRow, active.uid, "cancelled", session=session)
    elif active is not None:
        raise Conflict(
            "the project's student is still being trained",
            remedy="Nothing was changed. Cancel the training, or wait for it.",
        )


def refuse_active_task(project_id: int, *, session: Session) -> None:
    """Refuse what would change the ground under a test or a learning curve that is at work.

    Raises:
        Conflict: there is one.
    """
    task = session.exec(
        select(StudentTask).where(
            StudentTask.project_id == project_id,
            StudentTask.kind != ASK,  # a sentence is answered at once, or by nobody
            col(StudentTask.status).in_(ACTIVE_JOB),
        )
    ).first()
    if task:
        raise Conflict(
            "the worker is still at work on a student's",
            value=task.kind,
            remedy="Nothing was changed. Cancel it on the Student page, or wait for it.",
        )

"""What is remembered of servers that wrote before."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import TRIAL, Job, TeacherRun

LOOKED_AT = 20
"""Jobs and trials, the latest of each: one that broke down before the server answered knows nothing of it."""


def last_server(teacher: str, *, session: Session) -> str | None:
    """What kind of server a teacher last said it is, to a job or a trial of whatever project.

    Returns:
        As a teacher's card has it: empty for one of no known kind; None where none has answered yet, and for a teacher
        that is no server's.
    """
    jobs = select(Job.finished_at, Job.teacher_card).where(Job.teacher == teacher, col(Job.finished_at).is_not(None))
    trials = select(TeacherRun.finished_at, TeacherRun.result).where(
        TeacherRun.teacher == teacher, TeacherRun.kind == TRIAL, TeacherRun.status == "done"
    )
    told: list[tuple[datetime, str]] = []
    for query, at in ((jobs, Job.finished_at), (trials, TeacherRun.finished_at)):
        for when, card in session.exec(query.order_by(col(at).desc()).limit(LOOKED_AT)):
            server = (card or {}).get("server")
            if when is not None and isinstance(server, str):
                told.append((when, server))
    return max(told)[1] if told else None

"""What the worker is at, of all projects: what else was ordered waits behind it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from storage.tables import ASK, Job, Project, StudentRow, StudentTask, TeacherRun

GENERATION, STUDENT = "generation", "student"
"""What a run is called that has no kind in its own table."""


@dataclass(frozen=True)
class AtWork:
    """A run that has begun and not ended: its kind (GENERATION, STUDENT, or that of its row) and its project."""

    kind: str
    project_id: int
    project: str


def at_work(*, session: Session) -> AtWork | None:
    """What the worker began first of all that it is at; None while it rests. A sentence that a student is asked is
    not looked at: it takes a moment, and nothing waits for it."""
    running: list[tuple[str, Job | StudentRow | TeacherRun | StudentTask]] = [
        *((GENERATION, row) for row in session.exec(select(Job).where(Job.status == "running"))),
        *((STUDENT, row) for row in session.exec(select(StudentRow).where(StudentRow.status == "running"))),
        *((row.kind, row) for row in session.exec(select(TeacherRun).where(TeacherRun.status == "running"))),
        *(
            (row.kind, row)
            for row in session.exec(
                select(StudentTask).where(StudentTask.status == "running", col(StudentTask.kind) != ASK)
            )
        ),
    ]
    if not running:
        return None
    kind, first = min(running, key=lambda one: one[1].started_at or one[1].created_at)
    return AtWork(kind, first.project_id, session.get_one(Project, first.project_id).name)

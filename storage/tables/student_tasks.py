"""What the worker does with students besides training them: asking one, testing one, drawing a curve."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Text, text
from sqlmodel import Field

from storage.tables.base import Table, UtcDateTime, now, one_of, project_key, time_column
from storage.tables.jobs import JOB_STATUSES

ASK, TEST, CURVE = "ask", "test", "curve"
STUDENT_TASKS = (ASK, TEST, CURVE)
_ONE_AT_A_TIME = "status IN ('queued', 'running') AND kind != 'ask'"


class StudentTask(Table, table=True):
    """One sentence that a student is asked for, one test on an uploaded file, or one learning curve.

    At most one test and one curve are active in a project; of sentences any number, since each is of somebody who
    waits for it. A curve trains students of its own and has no `student_id`. What `spec`, `progress` and `result`
    hold, `jobs` knows.
    """

    __tablename__ = "student_task"
    __table_args__ = (
        one_of("kind", STUDENT_TASKS),
        one_of("status", JOB_STATUSES),
        Index("ix_student_task_latest", "project_id", "kind", "id"),
        Index(
            "uq_student_task_active",
            "project_id",
            "kind",
            unique=True,
            sqlite_where=text(_ONE_AT_A_TIME),
            postgresql_where=text(_ONE_AT_A_TIME),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(sa_column=Column(String(36), nullable=False, unique=True))
    project_id: int = Field(sa_column=project_key())
    student_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("student.id", ondelete="CASCADE"), index=True)
    )
    kind: str
    spec: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    status: str = "queued"
    phase: str = ""
    progress: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    result: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    cancel_requested: bool = False
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=time_column())
    started_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    finished_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))

"""What the worker does with a teacher itself: trying one, tuning one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, String, Text, text
from sqlmodel import Field

from storage.tables.base import Table, UtcDateTime, now, one_of, project_key, time_column
from storage.tables.jobs import JOB_STATUSES

TRIAL, TUNING = "trial", "tuning"
RUN_KINDS = (TRIAL, TUNING)
_ACTIVE = "status IN ('queued', 'running')"


class TeacherRun(Table, table=True):
    """One trial or tuning, with how far it is; at most one of a kind is active in a project.

    `teacher` is the one that is tried, or the base that is tuned. `target` is the folded name of the teacher
    that a tuning makes, and empty for a trial: no two active tunings make the same. What `spec`, `progress`
    and `result` hold, `jobs` knows.
    """

    __tablename__ = "teacher_run"
    __table_args__ = (
        one_of("kind", RUN_KINDS),
        one_of("status", JOB_STATUSES),
        Index("ix_teacher_run_teacher", "teacher", "kind"),
        Index(
            "uq_teacher_run_active",
            "project_id",
            "kind",
            unique=True,
            sqlite_where=text(_ACTIVE),
            postgresql_where=text(_ACTIVE),
        ),
        Index(
            "uq_teacher_run_target",
            "target",
            unique=True,
            sqlite_where=text(f"{_ACTIVE} AND target != ''"),
            postgresql_where=text(f"{_ACTIVE} AND target != ''"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(sa_column=Column(String(36), nullable=False, unique=True))
    project_id: int = Field(sa_column=project_key())
    kind: str
    teacher: str
    target: str = ""
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

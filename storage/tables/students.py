"""Students: what a project's accepted examples were made into."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Index, String, Text, false, text
from sqlmodel import Field

from storage.tables.base import Table, UtcDateTime, now, one_of, project_key, time_column
from storage.tables.jobs import JOB_STATUSES

_ACTIVE = "status IN ('queued', 'running')"


class StudentRow(Table, table=True):
    """One training of a student, with how far it is; at most one is active in a project.

    `folder` is where the student lies, from the data directory on, and empty until it is done (in rows of the time
    before it is the whole path). `seeds_of` is the uid of the student that it is
    to be compared with: it learns from the seeds among what that one learnt from, and is measured on the same;
    empty for all others. One that the worker ordered by itself is `background`. What `settings`, `progress` and
    `result` hold, `jobs` knows.
    """

    __tablename__ = "student"
    __table_args__ = (
        one_of("status", JOB_STATUSES),
        Index("ix_student_latest", "project_id", "status", "id"),
        Index(
            "uq_student_active",
            "project_id",
            unique=True,
            sqlite_where=text(_ACTIVE),
            postgresql_where=text(_ACTIVE),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(sa_column=Column(String(36), nullable=False, unique=True))
    project_id: int = Field(sa_column=project_key())
    settings: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    status: str = "queued"
    phase: str = ""
    progress: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    result: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    folder: str = Field(default="", sa_column=Column(Text, nullable=False))
    seeds_of: str = Field(default="", sa_column=Column(String(36), nullable=False, server_default=""))
    background: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    cancel_requested: bool = False
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=time_column())
    started_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    finished_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))

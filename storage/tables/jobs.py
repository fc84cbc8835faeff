"""Jobs, the workers that run them, the prompts they sent and the raw outputs they got."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.base import Table, UtcDateTime, intent_of_project, now, one_of, project_key, time_column

ACTIVE_JOB = ("queued", "running")
JOB_STATUSES = (*ACTIVE_JOB, "done", "cancelled", "failed")


class Job(Table, table=True):
    """One order to the worker, with how far it is.

    `request_key` is the SHA-256 of the request without its seed: at most one active job holds it, so that two tabs
    that press Generate at once make one job. `batch_size` is fixed when the worker takes the job: a
    restart with other settings must cut the outputs into the same batches. `input_price` and
    `output_price` are those of a million tokens when it was ordered; empty when they were not known.
    A job of a plan may hold several requests, which differ in slots, count and seed alone: `parts` has them in
    order, and `request` is the first; it is empty for a job of one.
    `proposed` is slot → values that a teacher listed for it before the prompts were made; empty until it has.
    """

    __table_args__ = (
        one_of("status", JOB_STATUSES),
        intent_of_project(),
        Index(
            "uq_job_active_request",
            "project_id",
            "request_key",
            unique=True,
            sqlite_where=text("status IN ('queued', 'running')"),
            postgresql_where=text("status IN ('queued', 'running')"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(sa_column=Column(String(36), nullable=False, unique=True))
    project_id: int = Field(sa_column=project_key())
    intent: str
    method: str
    language: str
    teacher: str
    request: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    parts: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    proposed: dict[str, list[str]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    plan_id: int | None = Field(default=None, sa_column=Column(ForeignKey("plan.id"), index=True))
    request_key: str = Field(sa_column=Column(String(64), nullable=False))
    sampling: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    teacher_card: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    status: str = "queued"
    phase: str = ""
    total: int = 0
    batch_size: int = 0
    cancel_requested: bool = False
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    seconds: float = 0.0
    input_price: float | None = None
    output_price: float | None = None
    created_at: datetime = Field(default_factory=now, sa_column=time_column())
    started_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    finished_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class PlanRow(Table, table=True):
    """Jobs that were ordered together, to be seen and cancelled as one; how far it is, they say.

    What `spec` holds, `jobs` knows.
    """

    __tablename__ = "plan"

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(sa_column=Column(String(36), nullable=False, unique=True))
    project_id: int = Field(sa_column=project_key())
    spec: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=time_column())


class Worker(Table, table=True):
    """A worker process and when it last said that it is alive."""

    executor_id: str = Field(primary_key=True)
    seen_at: datetime = Field(default_factory=now, sa_column=time_column())


class PromptRow(Table, table=True):
    """A prompt as it was sent; of one without samples there was a spare output."""

    __tablename__ = "prompt"
    __table_args__ = (UniqueConstraint("job_id", "index"),)

    id: int = Field(default=None, primary_key=True)
    job_id: int = Field(sa_column=Column(ForeignKey("job.id", ondelete="CASCADE"), nullable=False, index=True))
    index: int
    samples: int
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Output(Table, table=True):
    """A raw output of the teacher, kept or dropped; `dropped_for` names the check that it failed.

    `tokens` are its own; `input_tokens` those of the prompt, with the first output that they were paid for.
    """

    __table_args__ = (UniqueConstraint("job_id", "index"),)

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=project_key())
    job_id: int = Field(sa_column=Column(ForeignKey("job.id", ondelete="CASCADE"), nullable=False, index=True))
    index: int
    prompt_index: int
    raw: str = Field(sa_column=Column(Text, nullable=False))
    tokens: int = 0
    input_tokens: int = 0
    dropped_for: str | None = Field(default=None, index=True)
    detail: str = Field(default="", sa_column=Column(Text, nullable=False))
    verdicts: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=time_column())

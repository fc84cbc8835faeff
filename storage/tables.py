"""The tables. Each is what one row of the product is; queries live in the modules named for them.

Declared on a registry of their own, since a hot reload of the app would otherwise declare them twice.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from backend.domain.decision import ACTIONS, ORIGINS, STATUSES
from backend.domain.utterance import Span, Utterance

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

ACTIVE_JOB = ("queued", "running")
JOB_STATUSES = (*ACTIVE_JOB, "done", "cancelled", "failed")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time; SQLite would hand back a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def now() -> datetime:
    return datetime.now(UTC)


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of all tables."""


def _one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in allowed)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _project_key() -> Any:
    return Column(ForeignKey("project.id", ondelete="CASCADE"), nullable=False, index=True)


def _time() -> Any:
    return Column(UtcDateTime, nullable=False)


def _intent_of_project() -> ForeignKeyConstraint:
    """An intent cannot go while rows name it: whoever deletes it must say what becomes of them."""
    return ForeignKeyConstraint(["project_id", "intent"], ["intent.project_id", "intent.name"], onupdate="CASCADE")


class Project(Table, table=True):
    """A schema, its examples, and the teacher chosen for it; `name_key` is its name without case."""

    id: int = Field(default=None, primary_key=True)
    name: str = Field(sa_column=Column(String(64), nullable=False))
    name_key: str = Field(sa_column=Column(String(128), nullable=False, unique=True))
    language: str = "en"
    teacher: str
    created_at: datetime = Field(default_factory=now, sa_column=_time())


class IntentRow(Table, table=True):
    """An intent of a project."""

    __tablename__ = "intent"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=_project_key())
    name: str
    description: str = ""


class SlotRow(Table, table=True):
    """A slot of a project, with its catalogue of values."""

    __tablename__ = "slot"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=_project_key())
    name: str
    description: str = ""
    catalogue: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class IntentSlot(Table, table=True):
    """Which slots an intent may hold."""

    __tablename__ = "intent_slot"

    intent_id: int = Field(sa_column=Column(ForeignKey("intent.id", ondelete="CASCADE"), primary_key=True))
    slot_id: int = Field(sa_column=Column(ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True))


class Job(Table, table=True):
    """One order to the worker, with how far it is.

    `request_key` is the SHA-256 of the request without its seed: at most one active job holds it, so that two tabs
    that press Generate at once make one job. `batch_size` is fixed when the worker takes the job: a
    restart with other settings must cut the outputs into the same batches.
    """

    __table_args__ = (
        _one_of("status", JOB_STATUSES),
        _intent_of_project(),
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
    project_id: int = Field(sa_column=_project_key())
    intent: str
    method: str
    language: str
    teacher: str
    request: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
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
    created_at: datetime = Field(default_factory=now, sa_column=_time())
    started_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    finished_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class Worker(Table, table=True):
    """A worker process and when it last said that it is alive."""

    executor_id: str = Field(primary_key=True)
    seen_at: datetime = Field(default_factory=now, sa_column=_time())


class PromptRow(Table, table=True):
    """A prompt as it was sent."""

    __tablename__ = "prompt"
    __table_args__ = (UniqueConstraint("job_id", "index"),)

    id: int = Field(default=None, primary_key=True)
    job_id: int = Field(sa_column=Column(ForeignKey("job.id", ondelete="CASCADE"), nullable=False, index=True))
    index: int
    samples: int
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Output(Table, table=True):
    """A raw output of the teacher, kept or dropped; `dropped_for` names the check that it failed."""

    __table_args__ = (UniqueConstraint("job_id", "index"),)

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=_project_key())
    job_id: int = Field(sa_column=Column(ForeignKey("job.id", ondelete="CASCADE"), nullable=False, index=True))
    index: int
    prompt_index: int
    raw: str = Field(sa_column=Column(Text, nullable=False))
    tokens: int = 0
    dropped_for: str | None = Field(default=None, index=True)
    detail: str = Field(default="", sa_column=Column(Text, nullable=False))
    verdicts: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=_time())


class Example(Table, table=True):
    """A seed, a candidate or a curated row: one utterance and where it stands.

    `version` grows with every change; a decision names the version that its reviewer saw.
    `fingerprint` is the SHA-256 of `normalised`: short enough for an index, however long the text.
    `queue` orders what is pending: skipping puts a row behind all others.
    """

    __table_args__ = (
        _one_of("status", STATUSES),
        _one_of("origin", ORIGINS),
        _intent_of_project(),
        Index("ix_example_queue", "project_id", "status", "queue", "id"),
        Index("ix_example_fingerprint", "project_id", "language", "fingerprint"),
        UniqueConstraint("output_id"),
    )

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=_project_key())
    origin: str
    status: str
    version: int = 1
    queue: int = 0
    text: str = Field(sa_column=Column(Text, nullable=False))
    normalised: str = Field(sa_column=Column(Text, nullable=False))
    fingerprint: str = Field(sa_column=Column(String(64), nullable=False))
    intent: str
    language: str
    spans: list[list[Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    method: str = ""
    job_id: int | None = Field(default=None, sa_column=Column(ForeignKey("job.id", ondelete="SET NULL"), index=True))
    output_id: int | None = Field(default=None, sa_column=Column(ForeignKey("output.id", ondelete="SET NULL")))
    provenance: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=_time())
    updated_at: datetime = Field(default_factory=now, sa_column=_time())

    @property
    def utterance(self) -> Utterance:
        spans = tuple(Span(start, end, slot) for start, end, slot in self.spans)
        return Utterance(self.text, self.intent, self.language, spans)


class ExampleSlot(Table, table=True):
    """Which slots an example holds, for filters and counts in SQL; derived from its spans."""

    __tablename__ = "example_slot"
    __table_args__ = (Index("ix_example_slot_slot", "slot", "example_id"),)

    example_id: int = Field(sa_column=Column(ForeignKey("example.id", ondelete="CASCADE"), primary_key=True))
    position: int = Field(primary_key=True)
    slot: str
    value: str = Field(sa_column=Column(Text, nullable=False))


class Decision(Table, table=True):
    """What a reviewer decided; never changed, and removed only with its intent or project.

    `before` and `after` hold the fields that the decision may change (status, queue, text, intent,
    language, spans). `undoes` names the decision that an undo reverses; at most one undo can.
    """

    __table_args__ = (_one_of("action", (*ACTIONS, "undo")),)

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(sa_column=Column(String(36), nullable=False, unique=True))
    project_id: int = Field(sa_column=_project_key())
    example_id: int = Field(sa_column=Column(ForeignKey("example.id", ondelete="CASCADE"), nullable=False, index=True))
    action: str
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    reviewer: str = ""
    version: int
    before: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    after: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    undoes: int | None = Field(default=None, sa_column=Column(ForeignKey("decision.id"), unique=True))
    at: datetime = Field(default_factory=now, sa_column=_time())


def sha256_of(value: object) -> str:
    """Of canonical JSON, hexadecimal: a key that does not depend on the order of a dictionary."""
    written = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()

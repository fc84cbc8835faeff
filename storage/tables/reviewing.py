"""What reviewers hold, prefer and aim for, and what they decide many at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlmodel import Field

from storage.tables.base import Table, now, project_key, time_column


class Lease(Table, table=True):
    """A candidate that was sent to a reviewer, who has it to himself until then."""

    __table_args__ = (Index("ix_lease_reviewer", "project_id", "reviewer"),)

    example_id: int = Field(sa_column=Column(ForeignKey("example.id", ondelete="CASCADE"), primary_key=True))
    project_id: int = Field(sa_column=project_key())
    reviewer: str
    until: datetime = Field(sa_column=time_column())


class Reviewer(Table, table=True):
    """A reviewer by name, "" for whoever gives none, with the keys of his own: command → key."""

    name: str = Field(sa_column=Column(String(64), primary_key=True))
    keys: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Bulk(Table, table=True):
    """A decision on everything that passed a filter; its decisions carry its `uid` as `bulk_uid`, and `elsewhere`."""

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(sa_column=Column(String(36), nullable=False, unique=True))
    project_id: int = Field(sa_column=project_key())
    action: str
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    reviewer: str = ""
    wanted: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    total: int
    elsewhere: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    at: datetime = Field(default_factory=now, sa_column=time_column())


class Target(Table, table=True):
    """How many accepted examples are aimed for: of an intent, or of it with a slot or a label of parses (else "")."""

    __table_args__ = (
        UniqueConstraint("project_id", "intent", "slot"),
        ForeignKeyConstraint(
            ["project_id", "intent"],
            ["intent.project_id", "intent.name"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
    )

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=project_key())
    intent: str
    slot: str = ""
    count: int

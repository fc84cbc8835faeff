"""A project and its schema."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, UniqueConstraint
from sqlmodel import Field

from storage.tables.base import Table, now, project_key, time_column


class Project(Table, table=True):
    """A schema, its examples, and the teacher chosen for it; `name_key` is its name without case.

    `shared_percent` of its candidates, 0 to 100, are shown to two reviewers (see Decision). Its student is trained
    again by itself after `retrain_after` decisions, never where that is 0.
    """

    id: int = Field(default=None, primary_key=True)
    name: str = Field(sa_column=Column(String(64), nullable=False))
    name_key: str = Field(sa_column=Column(String(128), nullable=False, unique=True))
    language: str = "en"
    teacher: str
    shared_percent: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    retrain_after: int = Field(default=50, sa_column=Column(Integer, nullable=False, server_default="50"))
    created_at: datetime = Field(default_factory=now, sa_column=time_column())


class IntentRow(Table, table=True):
    """An intent of a project."""

    __tablename__ = "intent"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=project_key())
    name: str
    description: str = ""


class SlotRow(Table, table=True):
    """A slot of a project, with its catalogue of values."""

    __tablename__ = "slot"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=project_key())
    name: str
    description: str = ""
    catalogue: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class IntentSlot(Table, table=True):
    """Which slots an intent may hold."""

    __tablename__ = "intent_slot"

    intent_id: int = Field(sa_column=Column(ForeignKey("intent.id", ondelete="CASCADE"), primary_key=True))
    slot_id: int = Field(sa_column=Column(ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True))

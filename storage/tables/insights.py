"""What the worker finds out about examples: their vectors, neighbours, doubts and worth."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, LargeBinary, String, Text
from sqlmodel import Field

from storage.tables.base import Table, now, time_column


class Embedding(Table, table=True):
    """The vector of an example's text: float16, little-endian, of length 1.

    It is out of date when `fingerprint` is not the example's, or `encoder` is another one than is used now.
    """

    example_id: int = Field(sa_column=Column(ForeignKey("example.id", ondelete="CASCADE"), primary_key=True))
    encoder: str = Field(sa_column=Column(String(64), nullable=False))
    fingerprint: str = Field(sa_column=Column(String(64), nullable=False))
    vector: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Insight(Table, table=True):
    """What a decision on a candidate is helped by; it is of the text with that `fingerprint`.

    `doubts` are the failed verdicts of checks that do not drop a candidate, `why` the sentences that say why it
    comes when it does. `accepted` and `rejected` are its nearest neighbours, `[{"id", "similarity"}]`, the nearest
    first. `prediction` is what a student says, where there is one:
    `{"student", "intent", "confidence", "spans": [[start, end, slot]]}`. `doubt`, `rarity` and `distance` are what
    the example's `rank` is made of, each from 0 to 1.
    """

    example_id: int = Field(sa_column=Column(ForeignKey("example.id", ondelete="CASCADE"), primary_key=True))
    fingerprint: str = Field(sa_column=Column(String(64), nullable=False))
    doubt: float = Field(default=0.0, sa_column=Column(Float, nullable=False))
    rarity: float = Field(default=0.0, sa_column=Column(Float, nullable=False))
    distance: float = Field(default=0.0, sa_column=Column(Float, nullable=False))
    doubts: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    why: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    accepted: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    rejected: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    prediction: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    at: datetime = Field(default_factory=now, sa_column=time_column())


class Analysis(Table, table=True):
    """How far the worker is with the insights of a project.

    `decision_id` is the last decision that they know of, `example_id` the last example, `student` the uid of the
    student whose predictions they hold. `phase` is "" when nothing is under way.
    """

    project_id: int = Field(sa_column=Column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True))
    decision_id: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    example_id: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    student: str = ""
    phase: str = ""
    done: int = 0
    total: int = 0
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = Field(default_factory=now, sa_column=time_column())

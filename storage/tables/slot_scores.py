"""What students that were trained without an example make of its slots."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Float, ForeignKey, String
from sqlmodel import Field

from storage.tables.base import Table


class SlotScore(Table, table=True):
    """The score of the slots of a pending or accepted example (see backend.insight.slot_score).

    `slot` is the one to look at. It is out of date when `fingerprint`, `intent` or `spans` are not the example's.
    """

    __tablename__ = "slot_score"

    example_id: int = Field(sa_column=Column(ForeignKey("example.id", ondelete="CASCADE"), primary_key=True))
    fingerprint: str = Field(sa_column=Column(String(64), nullable=False))
    intent: str
    spans: list[list[Any]] = Field(sa_column=Column(JSON, nullable=False))
    probability: float = Field(sa_column=Column(Float, nullable=False))
    slot: str
    word: str
    given: str
    likeliest: str
    confidence: float = Field(sa_column=Column(Float, nullable=False))

"""Whether students say again what candidates hold."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Text
from sqlmodel import Field

from storage.tables.base import Table


class RoundTrip(Table, table=True):
    """The parse that a student gave a candidate's text, beside the candidate's own.

    `student` is its uid; `said` what it said in square brackets, None where that was no parse, for the reason in
    `problem`. `exact` and `unordered` say whether it is the candidate's, strictly or but for the order of labels
    beside each other. It is out of date when `fingerprint` is not the example's: its text or parse was changed.
    """

    __tablename__ = "round_trip"

    example_id: int = Field(sa_column=Column(ForeignKey("example.id", ondelete="CASCADE"), primary_key=True))
    fingerprint: str = Field(sa_column=Column(String(64), nullable=False))
    student: str = Field(sa_column=Column(String(36), nullable=False))
    said: str | None = Field(default=None, sa_column=Column(Text))
    problem: str = Field(default="", sa_column=Column(Text, nullable=False))
    exact: bool = False
    unordered: bool = False

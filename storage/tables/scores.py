"""What students that were trained without an example make of its intent, and how often they are right."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Float, ForeignKey, Integer, String
from sqlmodel import Field

from storage.tables.base import Table, now, time_column


class Score(Table, table=True):
    """The score of a pending or accepted example (see backend.insight.score).

    It is out of date when `fingerprint` or `intent` is not the example's.
    """

    example_id: int = Field(sa_column=Column(ForeignKey("example.id", ondelete="CASCADE"), primary_key=True))
    fingerprint: str = Field(sa_column=Column(String(64), nullable=False))
    intent: str
    probability: float = Field(sa_column=Column(Float, nullable=False))
    information: float = Field(sa_column=Column(Float, nullable=False))
    likeliest: str
    confidence: float = Field(sa_column=Column(Float, nullable=False))


class Scoring(Table, table=True):
    """The last training of the students that score, at a number of accepted examples.

    `learnt` examples of `intents` intents were learnt from; of `tested`
    of them, each by the student trained without it, `correct` were given their intent. All are 0 where too little
    was accepted. `near_only` counts the intents whose examples could be held out with their near-duplicates, but not
    with what they were made from.
    """

    project_id: int = Field(sa_column=Column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True))
    accepted: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    learnt: int = 0
    intents: int = 0
    tested: int = 0
    correct: int = 0
    near_only: int = 0
    at: datetime = Field(default_factory=now, sa_column=time_column())

    @property
    def accuracy(self) -> float | None:
        """Share of the tested examples that were given their intent; None where there is none."""
        return self.correct / self.tested if self.tested else None

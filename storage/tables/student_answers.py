"""What students said of test utterances, and what each learnt from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Text
from sqlmodel import Field

from storage.tables.base import Table


class StudentAnswer(Table, table=True):
    """One test utterance as it was labelled when a student was measured, and what the student said of it.

    Without a `task_id` it was put aside from what the student learnt from; with one, it is of an uploaded file.
    `second` is the intent that came next, empty where there is none. With parses, `parse` and `said_parse` are in
    square brackets; the latter is None where the student wrote no parse, for the reason in `problem`.
    """

    __tablename__ = "student_answer"
    __table_args__ = (Index("ix_student_answer_of", "student_id", "task_id", "position"),)

    id: int = Field(default=None, primary_key=True)
    student_id: int = Field(sa_column=Column(ForeignKey("student.id", ondelete="CASCADE"), nullable=False))
    task_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("student_task.id", ondelete="CASCADE"), index=True)
    )
    position: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    language: str
    intent: str
    spans: list[list[Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    said_intent: str
    said_spans: list[list[Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    confidence: float
    second: str = ""
    second_confidence: float = 0.0
    right: bool
    parse: str | None = Field(default=None, sa_column=Column(Text))
    said_parse: str | None = Field(default=None, sa_column=Column(Text))
    problem: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))


class StudentLearnt(Table, table=True):
    """What a student learnt from: `[[example id, digest of its text, digest of its pattern]]`."""

    __tablename__ = "student_learnt"

    student_id: int = Field(sa_column=Column(ForeignKey("student.id", ondelete="CASCADE"), primary_key=True))
    examples: list[list[Any]] = Field(sa_column=Column(JSON, nullable=False))

"""Examples and the decisions on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlmodel import Field

from backend.domain.decision import ACTIONS, ORIGINS, STATUSES
from backend.domain.parse_notation import SQUARE, read_parse
from backend.domain.utterance import Span, Utterance
from storage.tables.base import Table, intent_of_project, now, one_of, project_key, time_column

_VOTED = text("votes > 0")


class Example(Table, table=True):
    """A seed, a candidate or a curated row: one utterance and where it stands.

    `version` grows with every change; a decision names the version that its reviewer saw.
    `fingerprint` is the SHA-256 of `normalised`: short enough for an index, however long the text.
    `queue` orders what is pending: skipping puts a row behind all others. `rank` orders those with the same
    `queue`, 0 first and 1 last; the worker sets it (see Insight), and `doubt_rank` likewise, by which what is doubted
    most comes first. `group_key` is shared by near-duplicates, and
    empty for a row that has none; of a group, the pending row of the lowest id is shown for all. `votes` counts
    the votes that stand (see Decision); only a candidate that two reviewers judge has any. `parse` is written in
    square brackets, in a project of parses; `spans` are empty there.
    """

    __table_args__ = (
        one_of("status", STATUSES),
        one_of("origin", ORIGINS),
        intent_of_project(),
        Index("ix_example_queue", "project_id", "status", "queue", "id"),
        Index("ix_example_rank", "project_id", "status", "queue", "rank", "id"),
        Index("ix_example_doubt_rank", "project_id", "status", "queue", "doubt_rank", "id"),
        Index("ix_example_group", "group_key", "status", "id"),
        Index(
            "ix_example_votes",
            "project_id",
            "votes",
            sqlite_where=text("votes > 0"),
            postgresql_where=text("votes > 0"),
        ),
        Index(
            "ix_example_flagged",
            *("project_id", "status", "queue", "rank", "id"),  # or SQLite would rather read all that is pending
            sqlite_where=text("flagged = 1"),  # as a query says it: SQLite compares the words
            postgresql_where=text("flagged"),
        ),
        Index("ix_example_fingerprint", "project_id", "language", "fingerprint"),
        UniqueConstraint("output_id"),
    )

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=project_key())
    origin: str
    status: str
    version: int = 1
    queue: int = 0
    rank: float = Field(default=0.5, sa_column=Column(Float, nullable=False, server_default="0.5"))
    doubt_rank: float = Field(default=0.5, sa_column=Column(Float, nullable=False, server_default="0.5"))
    group_key: int | None = None
    flagged: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    votes: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    text: str = Field(sa_column=Column(Text, nullable=False))
    normalised: str = Field(sa_column=Column(Text, nullable=False))
    fingerprint: str = Field(sa_column=Column(String(64), nullable=False))
    intent: str
    language: str
    spans: list[list[Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    parse: str | None = Field(default=None, sa_column=Column(Text))
    method: str = ""
    job_id: int | None = Field(default=None, sa_column=Column(ForeignKey("job.id", ondelete="SET NULL"), index=True))
    output_id: int | None = Field(default=None, sa_column=Column(ForeignKey("output.id", ondelete="SET NULL")))
    provenance: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_column=time_column())
    updated_at: datetime = Field(default_factory=now, sa_column=time_column())

    @property
    def utterance(self) -> Utterance:
        return utterance_of({name: getattr(self, name) for name in ("text", "intent", "language", "spans", "parse")})


def utterance_of(state: Mapping[str, Any]) -> Utterance:
    """The utterance in the fields of an example, or of a state that a decision keeps.

    States from before there were parses have no field for one.
    """
    spans = tuple(Span(start, end, slot) for start, end, slot in state["spans"])
    written = state.get("parse")
    parse = read_parse(written, SQUARE) if written else None
    return Utterance(state["text"], state["intent"], state["language"], spans, parse)


class ExampleSlot(Table, table=True):
    """Which slots an example holds, or labels of a parse, for filters and counts in SQL; derived from what it is."""

    __tablename__ = "example_slot"
    __table_args__ = (Index("ix_example_slot_slot", "slot", "example_id"),)

    example_id: int = Field(sa_column=Column(ForeignKey("example.id", ondelete="CASCADE"), primary_key=True))
    position: int = Field(primary_key=True)
    slot: str
    value: str = Field(sa_column=Column(Text, nullable=False))


class Decision(Table, table=True):
    """What a reviewer decided; only `standing` of it ever changes, and it is removed only with its intent or project.

    `before` and `after` hold the fields that the decision may change (status, queue, flagged, votes, text,
    intent, language, spans, parse). `undoes` names the decision that an undo reverses; at most one undo can.
    Neither of the two is `standing` then.
    Decisions made at once share a `bulk_uid`, and are undone at once. A `vote` is one of two blind decisions on
    a candidate: `proposed` is what it would make of it, and `after` differs from that until two votes agree. Of a flag
    on such a candidate `proposed` tells whether its reviewer has one, `after` whether anybody has.
    What was decided `elsewhere` than in the review, its undo leaves as it is; older versions did not note that.
    """

    __table_args__ = (
        one_of("action", (*ACTIONS, "undo")),
        Index("ix_decision_reviewer", "project_id", "reviewer", "id"),
        Index("ix_decision_standing", "project_id", "reviewer", "standing", "id"),
        Index("ix_decision_here", "project_id", "reviewer", "standing", "elsewhere", "id"),
        Index("ix_decision_bulk_uid", "bulk_uid", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(sa_column=Column(String(36), nullable=False, unique=True))
    project_id: int = Field(sa_column=project_key())
    example_id: int = Field(sa_column=Column(ForeignKey("example.id", ondelete="CASCADE"), nullable=False, index=True))
    action: str
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    reviewer: str = ""
    version: int
    before: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    after: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    undoes: int | None = Field(default=None, sa_column=Column(ForeignKey("decision.id"), unique=True))
    bulk_uid: str | None = Field(default=None, sa_column=Column(String(36)))
    standing: bool = Field(default=True, sa_column=Column(Boolean, nullable=False, server_default=true()))
    vote: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    proposed: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    elsewhere: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    at: datetime = Field(default_factory=now, sa_column=time_column())

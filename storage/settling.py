"""Settling what two reviewers disagree on: what is open, taking a side, what was settled last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from backend.domain.decision import RESULTING_STATUS, DecisionCreate
from backend.domain.utterance import Span, Utterance
from storage.tables import Decision, Example
from storage.votes import built_on, standing_votes, undone


@dataclass(frozen=True)
class Dispute:
    """A pending candidate with its standing votes: two that disagree, or one that waits for a second reviewer."""

    example: Example
    votes: tuple[Decision, ...]


def open_dispute(project_id: int, votes: int, *, offset: int, session: Session) -> Dispute | None:
    """One of the pending candidates with that many votes, the oldest first; None beyond the last.

    Args:
        votes: 2, which disagree, or 1.
    """
    query = select(Example).where(Example.project_id == project_id, Example.status == "pending", Example.votes == votes)
    found = session.exec(query.order_by(col(Example.id)).offset(offset).limit(1)).first()
    return None if found is None else Dispute(found, tuple(standing_votes(found.id, session=session)))


def proposed_utterance(vote: Decision) -> Utterance:
    """The utterance as a vote leaves it."""
    said = vote.proposed or {}
    spans = tuple(Span(start, end, slot) for start, end, slot in said["spans"])
    return Utterance(said["text"], said["intent"], said["language"], spans)


def side_of(example: Example, vote: Decision, *, uid: str, reviewer: str) -> DecisionCreate:
    """The decision that settles a candidate as one of its votes has it; a rejection keeps its reason."""
    if (vote.proposed or {})["status"] == "rejected":
        return settlement(example, "reject", uid=uid, reviewer=reviewer, reason=vote.reason)
    return settlement(example, "edit", uid=uid, reviewer=reviewer, utterance=proposed_utterance(vote))


def settlement(
    example: Example, action: str, *, uid: str, reviewer: str, reason: str = "", utterance: Utterance | None = None
) -> DecisionCreate:
    """A decision that ends the voting on a candidate; an edit that changes nothing accepts it as it is."""
    if utterance == example.utterance:
        action, utterance = "accept", None
    return DecisionCreate(
        example_id=example.id,
        version=example.version,
        action=action,
        uid=uid,
        reason=reason,
        reviewer=reviewer,
        utterance=utterance,
        settles=True,
    )


def settlements(project_id: int, *, limit: int, session: Session) -> Sequence[tuple[Decision, Example]]:
    """What was settled and can be taken back, the latest first."""
    query = (
        select(Decision, Example)
        .join(Example, col(Example.id) == Decision.example_id)
        .where(
            Example.project_id == project_id,
            Example.votes > 0,
            ~col(Decision.vote),
            col(Decision.action).in_(RESULTING_STATUS),
            col(Decision.before)["status"].as_string() == "pending",
            col(Decision.before)["votes"].as_integer() > 0,
            ~undone(),
            ~built_on(),
        )
    )
    return session.exec(query.order_by(col(Decision.id).desc()).limit(limit)).all()

"""Settling what two reviewers disagree on: what is open, taking a side, what was settled last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from backend.domain.decision import RESULTING_STATUS, DecisionCreate
from backend.domain.utterance import Utterance
from storage.tables import Decision, Example
from storage.tables.examples import utterance_of
from storage.votes import built_on, may_judge, standing_votes, undone


@dataclass(frozen=True)
class Dispute:
    """A pending candidate with its standing votes: two that disagree, or one that waits for a second reviewer."""

    example: Example
    votes: tuple[Decision, ...]


def count_open(project_id: int, votes: int, *, judged_by: str | None = None, session: Session) -> int:
    """How many pending candidates have that many votes: 2, which disagree, or 1.

    Args:
        judged_by: only those that this reviewer has no vote left on; None for all.
    """
    return session.exec(select(func.count(col(Example.id))).where(*_open(project_id, votes, judged_by))).one()


def open_dispute(
    project_id: int, votes: int, *, offset: int, judged_by: str | None = None, session: Session
) -> Dispute | None:
    """One of those that `count_open` counts, the oldest first; None beyond the last."""
    query = select(Example).where(*_open(project_id, votes, judged_by))
    found = session.exec(query.order_by(col(Example.id)).offset(offset).limit(1)).first()
    return None if found is None else Dispute(found, tuple(standing_votes(found.id, session=session)))


def _open(project_id: int, votes: int, judged_by: str | None) -> list[Any]:
    conditions: list[Any] = [Example.project_id == project_id, Example.status == "pending", Example.votes == votes]
    return conditions if judged_by is None else [*conditions, ~may_judge(judged_by)]


def proposed_utterance(vote: Decision) -> Utterance:
    """The utterance as a vote leaves it."""
    return utterance_of(vote.proposed or {})


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
        elsewhere=True,
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

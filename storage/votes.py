"""Votes: a share of the candidates is judged by two reviewers, neither of whom sees what the other said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, literal
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from backend.domain.decision import SHARING, is_shared
from backend.domain.errors import Conflict
from storage.tables import Decision, Example, Project

SETTLES = 2
"""Votes that end the voting on a candidate: agreeing ones decide it, others wait for somebody to settle them."""

_OUTCOME = ("status", "text", "intent", "language", "spans", "parse")


def awaits_votes(example: Example, *, session: Session) -> bool:
    """Whether a decision on the example counts as a vote."""
    return judged_by_two(example, session.get_one(Project, example.project_id).shared_percent)


def judged_by_two(example: Example, percent: int) -> bool:
    """Whether an example is a candidate that two reviewers judge; `percent` of all are."""
    return example.status == "pending" and (example.votes > 0 or is_shared(example.id, percent))


def count_vote(example: Example, vote: Decision, *, session: Session) -> dict[str, Any]:
    """What the example becomes by a vote that is not stored yet: decided, where it agrees with the first one.

    Raises:
        Conflict: no name is given, the reviewer has voted on it already, or two others have and disagree.
    """
    standing = standing_votes(example.id, session=session)
    if len(standing) >= SETTLES:
        remedy = "Settle it on the Agreement page."
        raise Conflict(f"two reviewers disagree on example {example.id}", value=example.text, remedy=remedy)
    if not vote.reviewer:  # two people without a name cannot be told apart: one of them would count twice
        remedy = "Give your name in the sidebar, then decide again."
        raise Conflict(f"two reviewers judge example {example.id}", value=example.text, remedy=remedy)
    if any(one.reviewer == vote.reviewer for one in standing):
        remedy = "It waits for another reviewer. Undo your decision to make another one."
        raise Conflict(f"you have decided on example {example.id} already", value=example.text, remedy=remedy)
    if standing and same_outcome(standing[0], vote):
        return {**(vote.proposed or {}), "votes": SETTLES}
    return {**vote.before, "votes": len(standing) + 1}


def standing_votes(example_id: int, *, session: Session) -> list[Decision]:
    """The votes on an example that no undo took back, the first first."""
    query = select(Decision).where(Decision.example_id == example_id, col(Decision.vote), stands())
    return list(session.exec(query.order_by(col(Decision.id))))


def voters(project_id: int, *, session: Session) -> dict[int, tuple[str, ...]]:
    """Whose votes stand on what is decided: by the id of the example, the first one first."""
    query = select(Decision.example_id, Decision.reviewer).join(Example, col(Example.id) == Decision.example_id)
    query = query.where(Example.project_id == project_id, Example.status != "pending", col(Decision.vote), stands())
    found: dict[int, tuple[str, ...]] = {}
    for example_id, reviewer in session.exec(query.order_by(col(Decision.id))):
        found[example_id] = (*found.get(example_id, ()), reviewer)
    return found


def same_outcome(one: Decision, other: Decision) -> bool:
    """Whether two votes make the same of the example; that they give different reasons does not matter."""
    first, second = one.proposed or {}, other.proposed or {}
    if first.get("status") == second.get("status") == "rejected":
        return True
    return all(first.get(name) == second.get(name) for name in _OUTCOME)


def is_shared_row(percent: int) -> ColumnElement[bool]:
    """Of the `Example` of the query around it: `is_shared` in SQL."""
    factor, modulus, hundred = (literal(number, BigInteger) for number in SHARING)
    return cast(col(Example.id), BigInteger) * factor % modulus % hundred < percent


def undone() -> ColumnElement[bool]:
    """Of the `Decision` of the query around it: an undo reverses it."""
    return ~stands() & (col(Decision.action) != "undo")


def stands() -> ColumnElement[bool]:
    """Of the `Decision` of the query around it: it is no undo, and none reverses it."""
    return col(Decision.standing)  # type: ignore[return-value]


def built_on() -> ColumnElement[bool]:
    """Of the `Decision` of the query around it: a later one that changes the same of its example stands.

    Flags touch nothing that other decisions change, and those nothing that a flag does. A skip moves what is pending
    in the queue: nothing but another skip builds on that, whereas what is decided has no use for its place.
    """
    later = aliased(Decision)
    decides = col(later.action).not_in(("flag", "skip"))
    return (
        select(later.id)
        .where(
            later.example_id == Decision.example_id,
            col(later.id) > Decision.id,
            or_(col(later.action) == Decision.action, decides & (col(Decision.action) != "flag")),
            col(later.standing),
        )
        .exists()
    )


def may_judge(reviewer: str) -> ColumnElement[bool]:
    """Of the `Example` of the query around it: its votes leave room for one of this reviewer."""
    vote = aliased(Decision)
    own = (
        select(vote.id)
        .where(col(vote.example_id) == Example.id, col(vote.vote), vote.reviewer == reviewer, col(vote.standing))
        .exists()
    )
    return or_(col(Example.votes) == 0, (col(Example.votes) < SETTLES) & ~own)

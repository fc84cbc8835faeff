"""What two reviewers made of the candidates that both judge: the votes, and how many are where."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, func, select

from storage.projects import project_by_id
from storage.tables import Decision, Example
from storage.votes import SETTLES, is_shared_row, stands


@dataclass(frozen=True)
class Vote:
    """A reviewer's vote; `proposed` is what it would make of the candidate (see Decision)."""

    reviewer: str
    proposed: dict[str, Any]


@dataclass(frozen=True)
class TwoVotes:
    """A candidate with both of its votes, the first one first; `pending` until they agree or somebody settles it."""

    example_id: int
    pending: bool
    votes: tuple[Vote, Vote]


@dataclass(frozen=True)
class Waiting:
    """How many candidates are pending; of those that two are to judge, how many have no vote yet, and how many one."""

    pending: int
    unjudged: int
    once: int


def two_votes(project_id: int, *, session: Session) -> list[TwoVotes]:
    """All candidates that two reviewers have judged, in one query."""
    query = (
        select(Example.id, Example.status, Decision.reviewer, Decision.proposed)
        .join(Decision, col(Decision.example_id) == Example.id)
        .where(Example.project_id == project_id, Example.votes >= SETTLES, col(Decision.vote), stands())
        .order_by(col(Example.id), col(Decision.id))
    )
    found = []
    for example_id, rows in groupby(session.exec(query), key=lambda row: row[0]):
        first, second = list(rows)[:SETTLES]
        votes = Vote(first[2], dict(first[3] or {})), Vote(second[2], dict(second[3] or {}))
        found.append(TwoVotes(example_id, first[1] == "pending", votes))
    return found


def last_change(project_id: int, *, session: Session) -> tuple[int, int]:
    """The last decision and the last example: another pair than before says that there is something new."""
    decision = session.exec(select(func.max(Decision.id)).where(Decision.project_id == project_id)).one()
    example = session.exec(select(func.max(Example.id)).where(Example.project_id == project_id)).one()
    return decision or 0, example or 0


def waiting(project_id: int, *, session: Session) -> Waiting:
    """Count what is to be judged by two, in SQL."""

    def count(*conditions: Any) -> int:
        query = select(func.count(col(Example.id))).where(Example.project_id == project_id, Example.status == "pending")
        return session.exec(query.where(*conditions)).one()

    percent = project_by_id(project_id, session=session).shared_percent
    return Waiting(
        pending=count(),
        unjudged=count(Example.votes == 0, is_shared_row(percent)),
        once=count(Example.votes == 1),
    )

"""Every decision of a project, newest first: found by filter, paged by id, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, func, or_, select

from backend.domain.errors import NotFound
from storage.tables import Bulk, Decision, Example
from storage.votes import undone


@dataclass(frozen=True)
class HistoryFilter:
    """Which decisions: every field that is set must match.

    `reviewer` "" means those without a name. `intent` is the example's now. `search` is a piece of its text as it
    is, or as a reviewer saw it. `since` belongs to the span of time and `until` does not.
    """

    reviewer: str | None = None
    action: str | None = None
    intent: str | None = None
    reason: str | None = None
    at_once: bool | None = None
    undone: bool | None = None
    example_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    search: str | None = None


@dataclass(frozen=True)
class Entry:
    """A decision with the example that it is on, and the undo that took it back, if one did."""

    decision: Decision
    example: Example
    undone_by: int | None

    @property
    def is_open_vote(self) -> bool:
        """Whether it is a vote that waits for a second one, which is to be given without knowing of it."""
        waits = self.example.status == "pending" and self.example.votes == 1
        return self.decision.vote and waits and self.undone_by is None


def find_history(
    project_id: int,
    wanted: HistoryFilter,
    *,
    limit: int,
    before_id: int | None = None,
    after_id: int | None = None,
    session: Session,
) -> list[Entry]:
    """Decisions, newest first: the latest, those right before `before_id`, or those right after `after_id`."""
    query = _entries(project_id, wanted)
    if after_id is not None:
        newer = query.where(Decision.id > after_id).order_by(col(Decision.id)).limit(limit)
        return [Entry(*row) for row in reversed(session.exec(newer).all())]
    if before_id is not None:
        query = query.where(Decision.id < before_id)
    return [Entry(*row) for row in session.exec(query.order_by(col(Decision.id).desc()).limit(limit))]


def stream_history(project_id: int, wanted: HistoryFilter, *, session: Session) -> Iterator[Entry]:
    """All that match, newest first, fetched piece by piece."""
    query = _entries(project_id, wanted).order_by(col(Decision.id).desc())
    for row in session.exec(query.execution_options(yield_per=500)):
        yield Entry(*row)


def count_history(project_id: int, wanted: HistoryFilter, *, session: Session) -> int:
    """How many decisions match."""
    query = select(func.count(col(Decision.id))).select_from(Decision)
    if wanted.intent is not None or wanted.search:
        query = query.join(Example, col(Example.id) == Decision.example_id)
    return session.exec(_filtered(query, project_id, wanted)).one()


def get_entry(project_id: int, decision_id: int, *, session: Session) -> Entry:
    """The decision of that id.

    Raises:
        NotFound: there is none in this project.
    """
    row = session.exec(_entries(project_id, HistoryFilter()).where(Decision.id == decision_id)).first()
    if row is None:
        raise NotFound("no decision with id", value=decision_id, remedy="It may have gone with its intent.")
    return Entry(*row)


def standing_at_once(bulk_uid: str, *, session: Session) -> int:
    """How many of the decisions that were made at once still stand."""
    query = select(func.count(col(Decision.id))).where(Decision.bulk_uid == bulk_uid, Decision.action != "undo")
    return session.exec(query.where(~undone())).one()


def bulk_at(decision: Decision, *, session: Session) -> Bulk | None:
    """The order that the decision was part of; None for one on its own, and for a group decided by one key."""
    return session.exec(select(Bulk).where(Bulk.uid == decision.bulk_uid)).first() if decision.bulk_uid else None


def reviewers_of(project_id: int, *, session: Session) -> list[str]:
    """Who decided anything, "" where somebody gave no name."""
    query = select(Decision.reviewer).where(Decision.project_id == project_id).distinct()
    return list(session.exec(query.order_by(Decision.reviewer)))


def reasons_of(project_id: int, *, session: Session) -> list[str]:
    """The reasons that rejections were given."""
    query = select(Decision.reason).where(Decision.project_id == project_id, Decision.reason != "").distinct()
    return list(session.exec(query.order_by(Decision.reason)))


def record(entry: Entry) -> dict[str, Any]:
    """A decision as a JSON object; `before` and `after` are what it was seen as and what it became."""
    decision = entry.decision
    kept = ("id", "uid", "action", "reason", "reviewer", "version", "undoes", "bulk_uid", "vote")
    return {
        **{name: getattr(decision, name) for name in kept},
        "at": decision.at.isoformat(timespec="milliseconds"),
        "example": decision.example_id,
        "undone_by": entry.undone_by,
        "before": _shown(decision.before),
        "after": _shown(decision.after),
        "proposed": _shown(decision.proposed) if decision.proposed else None,
    }


def _shown(state: dict[str, Any]) -> dict[str, Any]:
    names = ("status", "text", "intent", "language", "spans", "flagged")
    return {name: state[name] for name in names if name in state}


def _entries(project_id: int, wanted: HistoryFilter) -> Any:
    reverse = aliased(Decision)
    query = (
        select(Decision, Example, reverse.id)
        .join(Example, col(Example.id) == Decision.example_id)
        .outerjoin(reverse, col(reverse.undoes) == Decision.id)
        .options(defer(Example.provenance))  # type: ignore[arg-type]
    )
    return _filtered(query, project_id, wanted)


def _filtered(query: Any, project_id: int, wanted: HistoryFilter) -> Any:
    query = query.where(Decision.project_id == project_id)
    for name in ("reviewer", "action", "reason", "example_id"):
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Decision, name) == value)
    if wanted.intent is not None:
        query = query.where(Example.intent == wanted.intent)
    if wanted.at_once is not None:
        is_alone = col(Decision.bulk_uid).is_(None)
        query = query.where(~is_alone if wanted.at_once else is_alone)
    if wanted.undone is not None:
        query = query.where(undone() if wanted.undone else ~undone())
    if wanted.since is not None:
        query = query.where(Decision.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(Decision.at < wanted.until)
    if wanted.search:
        seen = col(Decision.before)["text"].as_string()
        now = col(Example.text).icontains(wanted.search, autoescape=True)
        query = query.where(or_(now, seen.icontains(wanted.search, autoescape=True)))
    return query

"""Every decision of a project, newest first: found by filter, paged by id, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, func, or_, select

from backend.domain.errors import NotFound
from storage.open_votes import is_open_vote, open_vote
from storage.searching import found_in
from storage.tables import Decision, Example
from storage.votes import undone


@dataclass(frozen=True)
class HistoryFilter:
    """Which decisions: every field that is set must match.

    `reviewer` "" means those without a name. `action` and `reason` find no open votes. `intent` is the example's now.
    `search` is a piece of its text, in any case, as it is or as a reviewer saw it. `since` belongs to the span of time
    and `until` does not.
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
    """A decision with the example that it is on, and the undo that took it back, if one did.

    `action`, `reason` and `outcome` are what may be told of it: an open vote shows who voted, and not what.
    """

    decision: Decision
    example: Example
    undone_by: int | None

    @property
    def is_open_vote(self) -> bool:
        """Whether it is a vote that waits for a second one."""
        return is_open_vote(self.decision, self.example, is_undone=self.undone_by is not None)

    @property
    def action(self) -> str:
        """What was decided; of an open vote "vote"."""
        return "vote" if self.is_open_vote else self.decision.action

    @property
    def reason(self) -> str:
        """Why it was rejected; "" of an open vote."""
        return "" if self.is_open_vote else self.decision.reason

    @property
    def outcome(self) -> dict[str, Any]:
        """What the decision would have the example be; of an open vote as it was."""
        decision = self.decision
        return decision.before if self.is_open_vote else decision.proposed or decision.after


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
    if _tells_what(wanted) or wanted.intent is not None or wanted.search:
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


def standing_at_once(project_id: int, bulk_uid: str, *, session: Session) -> int:
    """How many of the decisions that were made at once still stand."""
    query = select(func.count(col(Decision.id))).where(
        Decision.project_id == project_id, Decision.bulk_uid == bulk_uid, Decision.action != "undo"
    )
    return session.exec(query.where(~undone())).one()


def reviewers_of(project_id: int, *, session: Session) -> list[str]:
    """Who decided anything, "" where somebody gave no name."""
    query = select(Decision.reviewer).where(Decision.project_id == project_id).distinct()
    return list(session.exec(query.order_by(Decision.reviewer)))


def reasons_of(project_id: int, *, session: Session) -> list[str]:
    """The reasons that rejections were given, those of open votes left out."""
    query = select(Decision.reason).join(Example, col(Example.id) == Decision.example_id).distinct()
    query = query.where(Decision.project_id == project_id, Decision.reason != "", ~open_vote())
    return list(session.exec(query.order_by(Decision.reason)))


def record(entry: Entry) -> dict[str, Any]:
    """A decision as a JSON object; `before` and `after` are what it was seen as and what it became.

    Of an open vote `action` is "vote", `reason` is empty and `proposed` is None.
    """
    decision = entry.decision
    kept = ("reviewer", "version", "undoes", "bulk_uid", "vote")
    return {
        **{"id": decision.id, "uid": decision.uid, "action": entry.action, "reason": entry.reason},
        **{name: getattr(decision, name) for name in kept},
        "at": decision.at.isoformat(timespec="milliseconds"),
        "example": decision.example_id,
        "undone_by": entry.undone_by,
        "before": _shown(decision.before),
        "after": _shown(decision.after),
        "proposed": _shown(entry.outcome) if decision.proposed and not entry.is_open_vote else None,
    }


def _shown(state: dict[str, Any]) -> dict[str, Any]:
    names = ("status", "text", "intent", "language", "spans", "flagged")
    parse = {"parse": state["parse"]} if state.get("parse") else {}
    return {name: state[name] for name in names if name in state} | parse


def _entries(project_id: int, wanted: HistoryFilter) -> Any:
    reverse = aliased(Decision)
    query = (
        select(Decision, Example, reverse.id)
        .join(Example, col(Example.id) == Decision.example_id)
        .outerjoin(reverse, col(reverse.undoes) == Decision.id)
        .options(defer(Example.provenance))  # type: ignore[arg-type]
    )
    return _filtered(query, project_id, wanted)


def _tells_what(wanted: HistoryFilter) -> bool:
    """Whether a match would tell what somebody decided."""
    return wanted.action is not None or wanted.reason is not None


def _filtered(query: Any, project_id: int, wanted: HistoryFilter) -> Any:
    query = query.where(Decision.project_id == project_id)
    for name in ("reviewer", "action", "reason", "example_id"):
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Decision, name) == value)
    if _tells_what(wanted):
        query = query.where(~open_vote())
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
        query = query.where(or_(found_in(col(Example.text), wanted.search), found_in(seen, wanted.search)))
    return query

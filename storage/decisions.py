"""Decisions: stored once, applied only to the version that the reviewer saw, undone by a reverse one."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, func, select, update

from backend.domain.decision import RESULTING_STATUS, DecisionCreate
from backend.domain.errors import Conflict, InvalidValue, NotFound
from backend.domain.utterance import Span, Utterance
from storage.engine import one_at_a_time
from storage.examples import columns, get_example, slot_rows, with_text
from storage.schemas import load_schema
from storage.tables import Decision, Example, ExampleSlot, now

_CHANGEABLE = ("status", "queue", "text", "normalised", "fingerprint", "intent", "language", "spans")


class StaleDecision(Conflict):
    """The example changed after the reviewer saw it; nothing was stored."""


def decide(project_id: int, decision: DecisionCreate, *, session: Session) -> Decision:
    """Apply a decision and keep it. Sending the same uid again changes nothing and returns the first.

    Raises:
        NotFound: no such example.
        StaleDecision: the example has another version now.
        Conflict: the uid was used for another decision, or the example stands as asked already.
            or an edit makes it the same as another one.
        InvalidValue: labels that the schema does not have (any more).
    """
    one_at_a_time(session, project_id)  # a uid that arrives twice at once must find itself stored, not a stale version
    stored = session.exec(select(Decision).where(Decision.uid == decision.uid)).first()
    if stored:
        return _require_same(stored, project_id, decision.action, decision.example_id)
    example = get_example(project_id, decision.example_id, session=session)
    if example.version != decision.version:
        raise StaleDecision(
            f"example {example.id} was changed by someone else meanwhile; it is {example.status} now, as version",
            value=example.version,
            remedy="Look at it again; your decision on the older version was not stored.",
        )
    before = _state(example)
    after = before | _change(example, decision, session)
    if after == before:
        raise Conflict(f"example {example.id} is already", value=example.status, remedy="Nothing was changed.")
    return _store(example, decision.action, decision.uid, before, after, session, decision.reason, decision.reviewer)


def undo(project_id: int, uid: str, *, reviewer: str = "", of_anyone: bool = False, session: Session) -> Decision:
    """Reverse the reviewer's last decision that still holds; again and again, down to the first.

    Sending the same uid again changes nothing and returns the first.

    Args:
        of_anyone: reverse the project's last decision, whoever made it.

    Raises:
        NotFound: there is nothing to undo.
        StaleDecision: the example changed since.
        Conflict: the schema no longer has the labels that would come back.
    """
    one_at_a_time(session, project_id)
    stored = session.exec(select(Decision).where(Decision.uid == uid)).first()
    if stored:
        return _require_same(stored, project_id, "undo", stored.example_id)
    last = last_decision(project_id, reviewer=None if of_anyone else reviewer, session=session)
    if last is None:
        raise NotFound("there is no decision to undo")
    example = get_example(project_id, last.example_id, session=session)
    if _state(example) != last.after:
        raise StaleDecision(f"example {example.id} changed since it was decided, its version is", value=example.version)
    _require_labels_back(project_id, last, session)
    return _store(example, "undo", uid, last.after, last.before, session, "", reviewer, undoes=last.id)


def last_decision(project_id: int, *, reviewer: str | None = None, session: Session) -> Decision | None:
    """The latest decision that no undo reversed, of one reviewer or, for None, of anyone."""
    reverse = aliased(Decision)
    query = (
        select(Decision)
        .outerjoin(reverse, col(reverse.undoes) == Decision.id)
        .where(Decision.project_id == project_id, Decision.action != "undo", col(reverse.id).is_(None))
        .order_by(col(Decision.id).desc())
    )
    if reviewer is not None:
        query = query.where(Decision.reviewer == reviewer)
    return session.exec(query).first()


def decisions_of(example_id: int, *, session: Session) -> list[Decision]:
    """Every decision on an example, undo included, the first first."""
    return list(session.exec(select(Decision).where(Decision.example_id == example_id).order_by(col(Decision.id))))


def _change(example: Example, decision: DecisionCreate, session: Session) -> dict[str, Any]:
    project_id = example.project_id
    if decision.action == "skip":
        last = session.exec(select(func.max(Example.queue)).where(Example.project_id == project_id)).one()
        return {"queue": (last or 0) + 1}
    change: dict[str, Any] = {"status": RESULTING_STATUS[decision.action]}
    if decision.action == "reject":
        return change
    load_schema(project_id, session=session).require(decision.utterance or example.utterance)
    if decision.utterance is not None:
        change |= columns(decision.utterance)
        same = with_text(project_id, decision.utterance.text, decision.utterance.language, session=session)
        if same is not None and same.id != example.id and same.fingerprint != example.fingerprint:
            raise Conflict(
                f"example {same.id}, which is {same.status}, has the same text",
                value=same.text,
                remedy="Correct it otherwise, or reject it.",
            )
    return change


def _require_labels_back(project_id: int, undone: Decision, session: Session) -> None:
    before = undone.before
    spans = tuple(Span(start, end, slot) for start, end, slot in before["spans"])
    try:
        schema = load_schema(project_id, session=session)
        schema.require(Utterance(before["text"], before["intent"], before["language"], spans))
    except InvalidValue as error:
        raise Conflict(
            f"the decision on example {undone.example_id} cannot be undone: {error.problem}",
            value=error.value,
            remedy="Add it to the schema again, then undo.",
        ) from error


def _store(
    example: Example,
    action: str,
    uid: str,
    before: dict[str, Any],
    after: dict[str, Any],
    session: Session,
    reason: str,
    reviewer: str,
    undoes: int | None = None,
) -> Decision:
    version = example.version
    changed = session.exec(
        update(Example)
        .where(col(Example.id) == example.id, col(Example.version) == version)
        .values(**after, version=version + 1, updated_at=now())
    )
    if changed.rowcount != 1:  # another transaction came between, where the database lets two write at once
        raise StaleDecision(f"example {example.id} was changed by someone else meanwhile", value=version)
    row = Decision(
        uid=uid,
        project_id=example.project_id,
        example_id=example.id,
        action=action,
        reason=reason,
        reviewer=reviewer,
        version=version,
        before=before,
        after=after,
        undoes=undoes,
    )
    session.add(row)
    session.flush()
    session.refresh(example)
    if before["spans"] != after["spans"] or before["text"] != after["text"]:
        session.exec(delete(ExampleSlot).where(col(ExampleSlot.example_id) == example.id))
        session.add_all(slot_rows(example.id, example.utterance))
        session.flush()
    return row


def _state(example: Example) -> dict[str, Any]:
    return {name: getattr(example, name) for name in _CHANGEABLE}


def _require_same(stored: Decision, project_id: int, action: str, example_id: int) -> Decision:
    if (stored.project_id, stored.action, stored.example_id) != (project_id, action, example_id):
        raise Conflict("this decision uid was used before, for another decision", value=stored.uid)
    return stored

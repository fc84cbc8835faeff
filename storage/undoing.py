"""Undo: the last decision that nothing was built on is reversed by a decision of its own, down to the first."""

from __future__ import annotations

import uuid
from typing import Any

from sqlmodel import Session, col, select

from backend.domain.errors import Conflict, InvalidValue, NotFound
from backend.domain.utterance import Span, Utterance
from storage.decisions import StaleDecision, apply_decision, decision_by_uid, require_same, state_of
from storage.engine import one_at_a_time
from storage.examples import get_example
from storage.leases import keep
from storage.schemas import load_schema
from storage.tables import Decision, Example
from storage.votes import built_on, undone


def undo(project_id: int, uid: str, *, reviewer: str = "", of_anyone: bool = False, session: Session) -> Decision:
    """Reverse the reviewer's last decision that still holds; again and again, down to the first.

    Of decisions made at once only one is reversed here; `storage.bulk_undo.undo_rest` reverses the others.
    Sending the same uid again changes nothing and returns the first. What is pending again is held for the
    reviewer, who sees it at once.

    Args:
        of_anyone: reverse the project's last decision, whoever made it; nothing is held then.

    Raises:
        NotFound: there is nothing to undo.
        StaleDecision: the example changed since.
        Conflict: the schema no longer has the labels that would come back.
    """
    one_at_a_time(session, project_id)
    stored = decision_by_uid(uid, session=session)
    if stored:
        return require_same(stored, project_id, "undo", stored.example_id)
    last = last_decision(project_id, reviewer=None if of_anyone else reviewer, session=session)
    if last is None:
        raise NotFound("there is no decision to undo")
    row = reverse(last, uid, reviewer=reviewer, session=session)
    if not of_anyone:  # his card shows it again
        keep(get_example(project_id, row.example_id, session=session), reviewer=reviewer, session=session)
    return row


def undo_decision(project_id: int, decision_id: int, uid: str, *, reviewer: str = "", session: Session) -> Decision:
    """Reverse one decision, whoever made it; the latest on its example that stands.

    Raises:
        NotFound: no such decision in this project.
        Conflict: it was undone already, or a later decision on the example stands; StaleDecision likewise.
    """
    one_at_a_time(session, project_id)
    stored = decision_by_uid(uid, session=session)
    if stored:
        return require_same(stored, project_id, "undo", stored.example_id)
    decision = session.get(Decision, decision_id)
    if decision is None or decision.project_id != project_id:
        raise NotFound("no decision with id", value=decision_id)
    if decision.action == "undo":
        raise Conflict("an undo is not undone", value=decision_id, remedy="Decide on the example again.")
    standing = session.exec(select(Decision.id).where(Decision.id == decision_id, ~undone())).first()
    if standing is None:
        raise Conflict("this decision was undone already", value=decision_id)
    return reverse(decision, uid, reviewer=reviewer, session=session)


def reverse(decision: Decision, uid: str, *, reviewer: str, session: Session) -> Decision:
    """Store the reverse of a decision and make of its example what it was before.

    Raises:
        StaleDecision: a later decision stands, or the example is not as the decision left it.
        Conflict: the schema no longer has the labels that would come back.
    """
    example = get_example(decision.project_id, decision.example_id, session=session)
    later = session.exec(select(Decision.id).where(Decision.id == decision.id, built_on())).first()
    if later is not None or not is_as(example, decision.after):
        raise StaleDecision(f"example {example.id} changed since it was decided, its version is", value=example.version)
    _require_labels_back(decision, session)
    row = Decision(
        uid=uid,
        project_id=decision.project_id,
        example_id=example.id,
        action="undo",
        reviewer=reviewer,
        version=example.version,
        before=decision.after,
        after=decision.before,
        undoes=decision.id,
        bulk_uid=decision.bulk_uid,
    )
    return apply_decision(example, row, session=session)


def last_decision(project_id: int, *, reviewer: str | None = None, session: Session) -> Decision | None:
    """The latest decision that stands and that no later one on its example builds on; of one reviewer, or of anyone."""
    query = select(Decision).where(Decision.project_id == project_id, Decision.action != "undo", ~undone(), ~built_on())
    if reviewer is not None:
        query = query.where(Decision.reviewer == reviewer)
    return session.exec(query.order_by(col(Decision.id).desc()).limit(1)).first()


def uid_in_bulk(uid: str, decision_id: int) -> str:
    """The uid of one of the decisions that are made, or undone, at once: the same when it is sent again."""
    return str(uuid.uuid5(uuid.UUID(uid), str(decision_id)))


def is_as(example: Example, state: dict[str, Any]) -> bool:
    """Whether the example is as a decision left it; an older version of Teachset noted fewer fields."""
    now = state_of(example)
    return all(now[name] == value for name, value in state.items())


def _require_labels_back(undone: Decision, session: Session) -> None:
    before = undone.before
    spans = tuple(Span(start, end, slot) for start, end, slot in before["spans"])
    try:
        schema = load_schema(undone.project_id, session=session)
        schema.require(Utterance(before["text"], before["intent"], before["language"], spans))
    except InvalidValue as error:
        raise Conflict(
            f"the decision on example {undone.example_id} cannot be undone: {error.problem}",
            value=error.value,
            remedy="Add it to the schema again, then undo.",
        ) from error

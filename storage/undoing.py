"""Undo: the last decision of the review that nothing was built on is reversed by one of its own, down to the first."""

from __future__ import annotations

import uuid
from typing import Any

from sqlmodel import Session, col, func, select

from backend.domain.errors import Conflict, InvalidValue, NotFound
from storage.decisions import StaleDecision, apply_decision, decision_by_uid, require_same, state_of
from storage.engine import one_at_a_time
from storage.examples import get_example, with_text
from storage.leases import keep
from storage.schemas import load_labels
from storage.tables import Bulk, Decision, Example
from storage.tables.examples import utterance_of
from storage.votes import built_on, stands


def undo(project_id: int, uid: str, *, reviewer: str = "", of_anyone: bool = False, session: Session) -> Decision:
    """Reverse the reviewer's last decision in the review that nothing was built on; again and again, down to the first.

    What he decided elsewhere, on another page or by a command, stays as it is; see `undo_decision`.
    Of decisions made at once only one is reversed here; `storage.bulk_undo` reverses the others.
    Sending the same uid again changes nothing and returns the first. What is pending again is held for the
    reviewer, who sees it at once.

    Args:
        of_anyone: reverse the project's last decision, whoever made it and where; nothing is held then.

    Raises:
        NotFound: there is nothing to undo.
        StaleDecision: the example changed since.
        Conflict: the schema no longer has the labels that would come back, another example has the text, or it
            was one of all that passed a filter: those take a while, and are undone where their progress is shown.
    """
    one_at_a_time(session, project_id)
    stored = decision_by_uid(uid, session=session)
    if stored:
        return require_same(stored, project_id, "undo", stored.example_id)
    last = last_decision(project_id, reviewer=None if of_anyone else reviewer, session=session)
    if last is None:
        raise NotFound("there is no decision to undo")
    if not of_anyone and last.bulk_uid is not None:
        _refuse_ordered(last.bulk_uid, session)
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
    standing = session.exec(select(Decision.id).where(Decision.id == decision_id, stands())).first()
    if standing is None:
        raise Conflict("this decision was undone already", value=decision_id)
    return reverse(decision, uid, reviewer=reviewer, session=session)


def reverse(decision: Decision, uid: str, *, reviewer: str, session: Session) -> Decision:
    """Store the reverse of a decision: what it changed is as it was before, all else stays as it is now.

    Raises:
        StaleDecision: a later decision stands, or what it changed is not as the decision left it.
        Conflict: the schema no longer has the labels that would come back, or another example has the text.
    """
    example = get_example(decision.project_id, decision.example_id, session=session)
    later = session.exec(select(Decision.id).where(Decision.id == decision.id, built_on())).first()
    if later is not None or not is_as(example, decision):
        raise StaleDecision(f"example {example.id} changed since it was decided, its version is", value=example.version)
    now = state_of(example)
    after = now | {name: decision.before[name] for name in changed_fields(decision)}
    _require_labels(example, after, session)
    _require_text_free(example, after, session)
    row = Decision(
        uid=uid,
        project_id=decision.project_id,
        example_id=example.id,
        action="undo",
        reviewer=reviewer,
        version=example.version,
        before=now,
        after=after,
        undoes=decision.id,
        standing=False,
        bulk_uid=decision.bulk_uid,
    )
    return apply_decision(example, row, session=session)


def last_decision(project_id: int, *, reviewer: str | None = None, session: Session) -> Decision | None:
    """The latest decision that stands and that no later one on its example builds on.

    Args:
        reviewer: only what he decided in the review; None for what anyone decided anywhere.
    """
    query = select(Decision).where(Decision.project_id == project_id, stands(), ~built_on())
    if reviewer is not None:
        query = query.where(Decision.reviewer == reviewer, ~col(Decision.elsewhere))
    return session.exec(query.order_by(col(Decision.id).desc()).limit(1)).first()


def _refuse_ordered(bulk_uid: str, session: Session) -> None:
    total = session.exec(select(Bulk.total).where(Bulk.uid == bulk_uid)).first()
    if total is not None:
        remedy = "Undo them with the button in its message, or in History."
        raise Conflict(f"your last decision is one of {total:,} that were made at once", remedy=remedy)


def uid_in_bulk(uid: str, decision_id: int) -> str:
    """The uid of one of the decisions that are made, or undone, at once: the same when it is sent again."""
    return str(uuid.uuid5(uuid.UUID(uid), str(decision_id)))


def changed_fields(decision: Decision) -> set[str]:
    """The fields of the example that a decision changed."""
    return {name for name, value in decision.after.items() if decision.before.get(name) != value}


def is_as(example: Example, decision: Decision) -> bool:
    """Whether what the decision changed is as it left it."""
    now = state_of(example)
    return all(now[name] == decision.after[name] for name in changed_fields(decision))


def passed_over(decision: Decision, *, session: Session) -> int:
    """How many later ones of the same reviewer in the review stand, since their examples were decided on again."""
    query = select(func.count(col(Decision.id))).where(
        Decision.project_id == decision.project_id,
        Decision.reviewer == decision.reviewer,
        stands(),
        Decision.id > decision.id,
        ~col(Decision.elsewhere),
    )
    return session.exec(query).one()


def _require_text_free(example: Example, after: dict[str, Any], session: Session) -> None:
    if after["fingerprint"] == example.fingerprint:
        return
    same = with_text(example.project_id, after["text"], after["language"], session=session)
    if same is not None and same.id != example.id:
        raise Conflict(
            f"the decision on example {example.id} cannot be undone: example {same.id} has its earlier text now",
            value=after["text"],
            remedy="Reject one of the two on the Dataset page.",
        )


def _require_labels(example: Example, after: dict[str, Any], session: Session) -> None:
    try:
        load_labels(example.project_id, session=session).require(utterance_of(after))
    except InvalidValue as error:
        raise Conflict(
            f"the decision on example {example.id} cannot be undone: {error.problem}",
            value=error.value,
            remedy="Add it to the schema again, then undo. History undoes others meanwhile.",
        ) from error

"""Decisions: stored once, applied only to the version that the reviewer saw."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, delete, func, select, update

from backend.domain.decision import RESULTING_STATUS, DecisionCreate
from backend.domain.errors import Conflict
from storage.engine import one_at_a_time
from storage.examples import get_example, with_text
from storage.flags import flag_of_his_own
from storage.rows import columns, slot_rows
from storage.schemas import load_labels
from storage.tables import Bulk, Decision, Example, ExampleSlot, Lease, now
from storage.votes import awaits_votes, count_vote

_CHANGEABLE = (
    "status",
    "queue",
    "flagged",
    "votes",
    "text",
    "normalised",
    "fingerprint",
    "intent",
    "language",
    "spans",
    "parse",
)


class StaleDecision(Conflict):
    """The example changed after the reviewer saw it; nothing was stored."""


def decide(project_id: int, decision: DecisionCreate, *, session: Session) -> Decision:
    """Apply a decision and keep it. Sending the same uid again changes nothing and returns the first.

    On a candidate that two reviewers judge it is a vote: it is applied once a second one agrees.

    Raises:
        NotFound: no such example.
        StaleDecision: the example has another version now.
        Conflict: the uid was used for another decision, the bulk_uid by somebody else, the example stands as
            asked already, the reviewer has voted on it, or an edit makes it the same as another one.
        InvalidValue: labels that the schema does not have (any more).
    """
    one_at_a_time(session, project_id)  # a uid that arrives twice at once must find itself stored, not a stale version
    stored = decision_by_uid(decision.uid, session=session)
    if stored:
        return require_same(stored, project_id, decision.action, decision.example_id)
    example = get_example(project_id, decision.example_id, session=session)
    if example.version != decision.version:
        raise StaleDecision(
            f"example {example.id} was changed meanwhile, in another window or by somebody else; "
            f"it is {example.status} now, as version",
            value=example.version,
            remedy="Look at it again; your decision on the older version was not stored.",
        )
    if decision.bulk_uid is not None:
        _require_own_bulk(project_id, decision, session)
    before = state_of(example)
    after = before | _change(example, decision, session)
    apart = awaits_votes(example, session=session) and not decision.settles
    if after == before:
        raise Conflict(f"example {example.id} is already", value=example.status, remedy="Nothing was changed.")
    row = Decision(
        uid=decision.uid,
        project_id=project_id,
        example_id=example.id,
        action=decision.action,
        reason=decision.reason,
        reviewer=decision.reviewer,
        version=example.version,
        before=before,
        after=after,
        bulk_uid=decision.bulk_uid,
        elsewhere=decision.elsewhere,
    )
    if apart and decision.action in RESULTING_STATUS:
        row.vote, row.proposed = True, after
        row.after = count_vote(example, row, session=session)
    elif apart and decision.action == "flag":
        row.after, row.proposed = flag_of_his_own(example, row, session=session)
    return apply_decision(example, row, session=session)


def apply_decision(example: Example, decision: Decision, *, session: Session) -> Decision:
    """Make of the example what the decision says, if it still has the version that was decided on.

    Raises:
        StaleDecision: another transaction came between, where the database lets two write at once.
    """
    before, after = decision.before, decision.after
    changed = session.exec(
        update(Example)
        .where(col(Example.id) == example.id, col(Example.version) == decision.version)
        .values(**after, version=decision.version + 1, updated_at=now())
        .execution_options(synchronize_session=False)  # the example is read anew below
    )
    if changed.rowcount != 1:
        raise StaleDecision(
            f"example {example.id} was changed meanwhile, in another window or by somebody else", value=decision.version
        )
    session.add(decision)
    if decision.undoes is not None:
        session.exec(update(Decision).where(col(Decision.id) == decision.undoes).values(standing=False))
    if decision.action != "flag":  # which leaves the card where it is
        let_go = delete(Lease).where(col(Lease.example_id) == example.id)
        session.exec(let_go.execution_options(synchronize_session=False))
    session.flush()
    session.refresh(example)
    if any(before.get(name) != after.get(name) for name in ("text", "spans", "parse")):
        session.exec(delete(ExampleSlot).where(col(ExampleSlot.example_id) == example.id))
        session.add_all(slot_rows(example.id, example.utterance))
        session.flush()
    return decision


def state_of(example: Example) -> dict[str, Any]:
    """The fields of an example that decisions may change."""
    return {name: getattr(example, name) for name in _CHANGEABLE}


def state_seen(example: Example, version: int, *, session: Session) -> dict[str, Any] | None:
    """What the example was in an earlier version; None when no decision was made on that version."""
    query = select(Decision.before).where(Decision.example_id == example.id, Decision.version == version)
    seen = session.exec(query).first()
    return dict(seen) if seen is not None else None


def decision_by_uid(uid: str, *, session: Session) -> Decision | None:
    """The decision of that uid; None when it was not stored."""
    return session.exec(select(Decision).where(Decision.uid == uid)).first()


def decisions_of(example_id: int, *, session: Session) -> list[Decision]:
    """Every decision on an example, undo included, the first first."""
    return list(session.exec(select(Decision).where(Decision.example_id == example_id).order_by(col(Decision.id))))


def require_same(stored: Decision, project_id: int, action: str, example_id: int) -> Decision:
    """The stored decision, if it is the one that was sent again.

    Raises:
        Conflict: the uid was used for another one.
    """
    if (stored.project_id, stored.action, stored.example_id) != (project_id, action, example_id):
        raise Conflict("this decision uid was used before, for another decision", value=stored.uid)
    return stored


def _require_own_bulk(project_id: int, decision: DecisionCreate, session: Session) -> None:
    """Whoever names a bulk_uid could have others' decisions undone with his own."""
    query = select(Decision.project_id, Decision.reviewer).where(Decision.bulk_uid == decision.bulk_uid).limit(1)
    first = session.exec(query).first()
    ordered = session.exec(select(Bulk.id).where(Bulk.uid == decision.bulk_uid)).first()
    if ordered is not None or (first is not None and tuple(first) != (project_id, decision.reviewer)):
        raise Conflict("others were decided at once under this uid", value=decision.bulk_uid)


def _change(example: Example, decision: DecisionCreate, session: Session) -> dict[str, Any]:
    project_id = example.project_id
    if decision.action == "skip":
        last = session.exec(select(func.max(Example.queue)).where(Example.project_id == project_id)).one()
        return {"queue": (last or 0) + 1}
    if decision.action == "flag":
        return {"flagged": not example.flagged}
    change: dict[str, Any] = {"status": RESULTING_STATUS[decision.action]}
    if decision.action == "reject":
        return change
    load_labels(project_id, session=session).require(decision.utterance or example.utterance)
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

"""Decisions as the review card sends them: read, applied in order, each answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import Session

from backend.domain.decision import DecisionCreate
from backend.domain.errors import InvalidValue, NotFound, TeachsetError, Unavailable
from backend.domain.names import reviewer_name
from backend.domain.notation import read_typed
from backend.domain.utterance import Utterance
from storage.bulk_undo import undo_rest
from storage.decisions import StaleDecision, decide, decision_by_uid, decisions_of, state_of, state_seen
from storage.engine import Store
from storage.examples import get_example
from storage.tables import Decision, Example
from storage.undoing import undo
from ui.review_changes import Change, changes

Outcome = Literal["stored", "refused", "later"]

_Uid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_Number = Annotated[int, Field(ge=1, lt=2**31)]
_Words = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=200)]


class Entry(BaseModel):
    """One decision in the outbox of a browser; untrusted. `notation` and `intent` are those of an edit.

    Entries that one key made carry the same `bulk`.
    """

    model_config = ConfigDict(extra="ignore", strict=True)

    uid: _Uid
    kind: Literal["accept", "reject", "edit", "skip", "flag", "undo"]
    example: _Number | None = None
    version: _Number | None = None
    reason: _Words = ""
    notation: str = ""
    intent: str = ""
    reviewer: _Words = ""
    bulk: _Uid | None = None


@dataclass(frozen=True)
class Answer:
    """What came of an entry: stored, refused for good, or to be sent again later (the store is unavailable).

    `example` is what was decided, as it is now; None when it is gone. `changed` says how it differs from the
    version that a stale decision was made on.
    """

    uid: str
    outcome: Outcome
    message: str = ""
    example: Example | None = None
    changed: tuple[Change, ...] = ()


def apply_entries(store: Store, project_id: int, payload: Any, *, signed_in: str = "") -> list[Answer]:
    """Apply the entries of a payload in order, in one transaction; what is stored is on the disk when it is answered.

    A refused entry does not keep the next ones from being applied. An unavailable store keeps all of them from
    it: the browser sends them again.

    Args:
        signed_in: whoever is logged in decides under no other name; "" where nobody logs in.
    """
    entries = payload.get("entries") if isinstance(payload, dict) else None
    entries = entries if isinstance(entries, list) else []
    known = [raw for raw in entries if isinstance(raw, dict) and isinstance(raw.get("uid"), str)]
    if not known:
        return []
    if signed_in:
        known = [{**raw, "reviewer": signed_in} for raw in known]
    try:
        with store.write() as session:
            answers = [_answer(session, project_id, raw) for raw in known]
        return [_with_rest_of_bulk(store, answer) for answer in answers]
    except Unavailable as error:
        return [Answer(raw["uid"], "later", str(error)) for raw in known]


def _answer(session: Session, project_id: int, raw: dict[str, Any]) -> Answer:
    uid = raw["uid"]
    try:
        entry = Entry.model_validate(raw)
    except ValidationError:
        return Answer(uid, "refused", "This browser kept a decision that cannot be read; it was not stored.")
    try:
        with session.begin_nested():
            decision = _apply(session, project_id, entry)
    except Unavailable:
        raise
    except TeachsetError as error:
        example = _now(session, project_id, entry.example)
        return Answer(uid, "refused", str(error), example, _changed(error, entry, example, session))
    message = _undone(session, decision) if entry.kind == "undo" else ""
    return Answer(uid, "stored", message, _now(session, project_id, decision.example_id))


def _apply(session: Session, project_id: int, entry: Entry) -> Decision:
    reviewer = reviewer_name(entry.reviewer)
    if entry.kind == "undo":
        return undo(project_id, entry.uid, reviewer=reviewer, session=session)
    if entry.example is None or entry.version is None:
        raise InvalidValue("a decision without its example", value=entry.uid)
    utterance = None
    if entry.kind == "edit":
        shown = read_typed(entry.notation)
        language = get_example(project_id, entry.example, session=session).language
        utterance = Utterance(shown.text, entry.intent, language, shown.spans)
    decision = DecisionCreate(
        example_id=entry.example,
        version=entry.version,
        action=entry.kind,
        uid=entry.uid,
        reason=entry.reason,
        reviewer=reviewer,
        utterance=utterance,
        bulk_uid=entry.bulk,
    )
    return decide(project_id, decision, session=session)


def _changed(error: TeachsetError, entry: Entry, example: Example | None, session: Session) -> tuple[Change, ...]:
    if not isinstance(error, StaleDecision) or example is None or entry.version is None:
        return ()
    seen = state_seen(example, entry.version, session=session)
    return changes(seen, state_of(example)) if seen else ()


def _undone(session: Session, decision: Decision) -> str:
    earlier = {one.id: one.action for one in decisions_of(decision.example_id, session=session)}
    return f"Undone: {earlier[decision.undoes]}." if decision.undoes in earlier else "Undone."


def _with_rest_of_bulk(store: Store, answer: Answer) -> Answer:
    """The answer to an undo once all that was decided with it is undone too."""
    if answer.outcome != "stored" or not answer.message:
        return answer
    with store.read() as session:
        decision = decision_by_uid(answer.uid, session=session)
    if decision is None or decision.bulk_uid is None:
        return answer
    rest = undo_rest(store, answer.uid, decision.bulk_uid, reviewer=decision.reviewer)
    kept = f"; {rest.kept:,} were changed since and stay" if rest.kept else ""
    return replace(answer, message=f"{answer.message[:-1]}, {rest.reversed + 1:,} at once{kept}.")


def _now(session: Session, project_id: int, example_id: int | None) -> Example | None:
    if example_id is None:
        return None
    try:
        return get_example(project_id, example_id, session=session)
    except NotFound:
        return None

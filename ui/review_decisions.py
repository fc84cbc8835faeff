"""Decisions as the review card sends them: read, applied in order, each answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import Session

from backend.domain.decision import DecisionCreate
from backend.domain.errors import Conflict, InvalidValue, NotFound, TeachsetError, Unavailable
from backend.domain.names import reviewer_name
from backend.domain.notation import read_typed
from backend.domain.shown import read_shown
from backend.domain.utterance import MAX_TEXT, Utterance
from storage.bulk_undo import is_stored_at_once, undo_within, undone_at_once
from storage.decisions import StaleDecision, decide, decision_by_uid, decisions_of, state_of, state_seen
from storage.engine import Store
from storage.examples import get_example
from storage.parse_schemas import load_parses
from storage.tables import Decision, Example
from storage.undoing import passed_over, undo
from storage.votes import awaits_votes
from ui.review_changes import Change, changes

Outcome = Literal["stored", "refused", "later"]

_Uid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_Number = Annotated[int, Field(ge=1, lt=2**31)]
_Words = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=200)]


class Entry(BaseModel):
    """One decision in the outbox of a browser; untrusted. `notation` and `intent` are those of an edit.

    Entries that one key made carry the same `bulk`. `text` is what the card showed. `undoes` of an undo is the entry
    that it takes back, and `bulk` that entry's, where the server had not answered for it yet.
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
    undoes: _Uid | None = None
    text: str | None = Field(default=None, max_length=MAX_TEXT)


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
            return [_answer(session, project_id, raw) for raw in known]
    except (Unavailable, Conflict) as error:  # the latter only where the database itself finds two at odds
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
    message = _undo_told(session, decision) if entry.kind == "undo" else ""
    return Answer(uid, "stored", message, _now(session, project_id, decision.example_id))


def _apply(session: Session, project_id: int, entry: Entry) -> Decision:
    reviewer = reviewer_name(entry.reviewer)
    if entry.kind == "undo":
        return _undo(project_id, entry, reviewer, session)
    if entry.example is None or entry.version is None:
        raise InvalidValue("a decision without its example", value=entry.uid)
    example = get_example(project_id, entry.example, session=session)
    _require_the_one_seen(entry, example)
    utterance = None
    if entry.kind == "edit":
        utterance = _edited(session, entry, example)
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


def _edited(session: Session, entry: Entry, example: Example) -> Utterance:
    parses = load_parses(example.project_id, session=session)
    if parses is not None:
        return read_shown(entry.notation, example.language, words_are_text=parses.form == "top")
    shown = read_typed(entry.notation)
    return Utterance(shown.text, entry.intent, example.language, shown.spans)


def _changed(error: TeachsetError, entry: Entry, example: Example | None, session: Session) -> tuple[Change, ...]:
    if not isinstance(error, StaleDecision) or example is None or entry.version is None:
        return ()
    seen = state_seen(example, entry.version, session=session)
    told = changes(seen, state_of(example)) if seen else ()
    apart = awaits_votes(example, session=session)  # the flag may be the other reviewer's
    return tuple(one for one in told if one["what"] != "flag") if apart else told


def _require_the_one_seen(entry: Entry, example: Example) -> None:
    """An id may be given anew once its example went with its intent; the outbox may still hold the old one."""
    if entry.text is not None and entry.version == example.version and entry.text != example.text:
        remedy = "Look at it again; your decision on the older one was not stored."
        raise StaleDecision(f"candidate {example.id} is another one now", value=example.text, remedy=remedy)


def _undo(project_id: int, entry: Entry, reviewer: str, session: Session) -> Decision:
    """Undo the last decision, and with it all that the same key decided."""
    _require_stored(project_id, entry, session)
    decision = undo(project_id, entry.uid, reviewer=reviewer, session=session)
    if decision.bulk_uid is not None:
        undo_within(project_id, entry.uid, decision.bulk_uid, reviewer=reviewer, session=session)
    return decision


def _require_stored(project_id: int, entry: Entry, session: Session) -> None:
    """Where what an undo takes back was refused, the last decision is an older one, which nobody meant."""
    if entry.undoes is None or decision_by_uid(entry.undoes, session=session) is not None:
        return
    if entry.bulk is None or not is_stored_at_once(project_id, entry.bulk, session=session):
        remedy = "What you decided before stays as it is."
        raise NotFound("there is nothing to take back: that decision was not stored", remedy=remedy)


def _undo_told(session: Session, decision: Decision) -> str:
    """What an undo did, in words: what was reversed, how many at once, and which of one's own it passed over."""
    earlier = next(
        (one for one in decisions_of(decision.example_id, session=session) if one.id == decision.undoes), None
    )
    if earlier is None:
        return "Undone."
    told = f"Undone: {earlier.action}"
    if earlier.bulk_uid is not None:
        together = undone_at_once(decision.project_id, earlier.bulk_uid, session=session)
        told += f", {together:,} at once" if together > 1 else ""
    passed = passed_over(earlier, session=session)
    return f"{told}. {passed:,} later of yours stay: they were decided on again since." if passed else f"{told}."


def _now(session: Session, project_id: int, example_id: int | None) -> Example | None:
    if example_id is None:
        return None
    try:
        return get_example(project_id, example_id, session=session)
    except NotFound:
        return None

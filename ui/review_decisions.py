"""Decisions as the review card sends them: read, applied in order, each answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backend.domain.decision import DecisionCreate
from backend.domain.errors import InvalidValue, NotFound, TeachsetError, Unavailable
from backend.domain.notation import read_typed
from backend.domain.utterance import Utterance
from storage.decisions import decide, decisions_of, undo
from storage.engine import Store
from storage.examples import get_example
from storage.tables import Decision, Example

Outcome = Literal["stored", "refused", "later"]

_Uid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_Number = Annotated[int, Field(ge=1, lt=2**31)]
_Words = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=200)]


class Entry(BaseModel):
    """One decision in the outbox of a browser; untrusted. `notation` and `intent` are those of an edit."""

    model_config = ConfigDict(extra="ignore", strict=True)

    uid: _Uid
    kind: Literal["accept", "reject", "edit", "skip", "undo"]
    example: _Number | None = None
    version: _Number | None = None
    reason: _Words = ""
    notation: str = ""
    intent: str = ""
    reviewer: _Words = ""


@dataclass(frozen=True)
class Answer:
    """What came of an entry: stored, refused for good, or to be sent again later (the store is unavailable).

    `example` is what was decided, as it is now; None when it is gone.
    """

    uid: str
    outcome: Outcome
    message: str = ""
    example: Example | None = None


def apply_entries(store: Store, project_id: int, payload: Any) -> list[Answer]:
    """Apply the entries of a payload in order, each in a transaction of its own.

    A refused entry does not keep the next ones from being applied; an unavailable store does, since
    what follows may build on it.
    """
    entries = payload.get("entries") if isinstance(payload, dict) else None
    answers: list[Answer] = []
    for raw in entries if isinstance(entries, Sequence) else ():
        answer = _answer(store, project_id, raw)
        if answer is not None:
            answers.append(answer)
            if answer.outcome == "later":
                break
    return answers


def _answer(store: Store, project_id: int, raw: Any) -> Answer | None:
    uid = raw.get("uid") if isinstance(raw, dict) else None
    if not isinstance(uid, str):
        return None
    try:
        entry = Entry.model_validate(raw)
    except ValidationError:
        return Answer(uid, "refused", "This browser kept a decision that cannot be read; it was not stored.")
    try:
        decision = _apply(store, project_id, entry)
    except Unavailable as error:
        return Answer(uid, "later", str(error))
    except TeachsetError as error:
        return Answer(uid, "refused", str(error), _now(store, project_id, entry.example))
    message = _undone(store, decision) if entry.kind == "undo" else ""
    return Answer(uid, "stored", message, _now(store, project_id, decision.example_id))


def _apply(store: Store, project_id: int, entry: Entry) -> Decision:
    with store.write() as session:
        reviewer = entry.reviewer.strip()[:64]
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
        )
        return decide(project_id, decision, session=session)


def _undone(store: Store, decision: Decision) -> str:
    with store.read() as session:
        earlier = {one.id: one.action for one in decisions_of(decision.example_id, session=session)}
    return f"Undone: {earlier[decision.undoes]}." if decision.undoes in earlier else "Undone."


def _now(store: Store, project_id: int, example_id: int | None) -> Example | None:
    if example_id is None:
        return None
    try:
        with store.read() as session:
            return get_example(project_id, example_id, session=session)
    except (NotFound, Unavailable):
        return None

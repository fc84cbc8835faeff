"""What the review card is told: the next candidates, what is known of them, and how many are left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from backend.domain.decision import REASONS
from backend.domain.language import language_name
from backend.domain.notation import write_typed
from storage.decisions import last_decision
from storage.engine import Store
from storage.examples import ExampleFilter, count_by_intent, count_by_slot, find_examples
from storage.outputs import output_of
from storage.schemas import load_schema
from storage.tables import Example, Project
from ui.components.labels import marked_text, slot_styles
from ui.review_decisions import Answer
from ui.review_keys import keys_of

PREFETCHED = 20
SEEDS_SHOWN = 12


@dataclass(frozen=True)
class Left:
    """How many candidates are pending: in all, and by intent and slot; `matching` pass the filter."""

    total: int
    matching: int
    by_intent: dict[str, int]
    by_slot: dict[str, int]


def left(project_id: int, wanted: ExampleFilter, *, session: Session) -> Left:
    """Count what is pending in SQL."""
    pending = ExampleFilter(status="pending")
    by_intent = count_by_intent(project_id, pending, session=session)
    total = sum(by_intent.values())
    narrowed = replace(wanted, status="pending")
    matching = total if narrowed == pending else sum(count_by_intent(project_id, narrowed, session=session).values())
    return Left(total, matching, by_intent, count_by_slot(project_id, pending, session=session))


def card_data(
    store: Store,
    project: Project,
    wanted: ExampleFilter,
    *,
    answers: Sequence[Answer] = (),
    reviewer: str = "",
    session_name: str = "",
) -> dict[str, Any]:
    """Everything that the card draws and answers to, as JSON values; texts are plain.

    Args:
        answers: to the entries that the browser sent last.
        reviewer: stored with the decisions made from now on.
        session_name: differs after a restart of the server, so that the card sends its outbox again.
    """
    wanted = replace(wanted, status="pending")
    with store.read() as session:
        schema = load_schema(project.id, session=session)
        queue = find_examples(project.id, wanted, limit=PREFETCHED, session=session)
        counts = left(project.id, wanted, session=session)
        told = [_answer(answer, session) for answer in answers]
        shown = [*queue, *(answer.example for answer in answers if answer.example is not None)]
        return {
            # A database made anew counts its rows from 1 again: an old outbox must not speak to the new one.
            "project": f"{project.id}:{project.created_at.isoformat()}",
            "session": session_name,
            "filter": repr(wanted),
            "slots": slot_styles([slot.name for slot in schema.slots]),
            "intents": [{"name": intent.name, "slots": list(intent.slots)} for intent in schema.intents],
            "reasons": list(REASONS),
            "reviewer": reviewer,
            "keys": keys_of(store, reviewer),
            "queue": [candidate(example, session) for example in queue],
            "seeds": _seeds(project.id, {example.intent for example in shown}, session),
            "counts": {
                "total": counts.total,
                "matching": counts.matching,
                "filtered": wanted != ExampleFilter(status="pending"),
                "byIntent": [list(item) for item in counts.by_intent.items()],
                "bySlot": [list(item) for item in counts.by_slot.items()],
            },
            "canUndo": last_decision(project.id, reviewer=reviewer, session=session) is not None,
            "answers": told,
        }


def candidate(example: Example, session: Session) -> dict[str, Any]:
    """One candidate with what a decision on it needs.

    `asked` is the slots that its request asked for, None where nobody asked (an import).
    """
    utterance = example.utterance
    output = output_of(example, session=session)
    return {
        **marked_text(utterance),
        "id": example.id,
        "version": example.version,
        "notation": write_typed(utterance),
        "intent": example.intent,
        "languageName": f"{language_name(example.language)} ({example.language})",
        "source": example.method or str(example.provenance.get("source") or example.origin),
        "asked": _asked(example.provenance.get("asked")),
        "raw": output.raw if output else None,
        "checks": list(output.verdicts) if output else [],
    }


def _answer(answer: Answer, session: Session) -> dict[str, Any]:
    pending = answer.example is not None and answer.example.status == "pending"
    return {
        "uid": answer.uid,
        "kind": answer.outcome,
        "message": answer.message,
        "candidate": candidate(answer.example, session) if pending and answer.example else None,
    }


def _asked(asked: Any) -> list[dict[str, str]] | None:
    if not isinstance(asked, list):
        return None
    return [{"slot": str(item["slot"]), "value": str(item["value"])} for item in asked]


def _seeds(project_id: int, intents: Iterable[str], session: Session) -> dict[str, list[dict[str, object]]]:
    seeds: dict[str, list[dict[str, object]]] = {}
    for intent in sorted(intents):
        accepted = ExampleFilter(intent=intent, status="accepted")
        found = find_examples(project_id, accepted, limit=SEEDS_SHOWN, session=session)
        seeds[intent] = [marked_text(example.utterance) for example in found]
    return seeds

"""What the review card is told: the next candidates, what is known of them, and how many are left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from backend.domain.decision import REASONS
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.queue import PENDING, Order, claim, count_left
from storage.schemas import load_schema
from storage.tables import Project
from storage.undoing import last_decision
from ui.components.labels import marked_text, slot_styles
from ui.review_candidate import card_candidates
from ui.review_decisions import Answer
from ui.review_keys import keys_of

PREFETCHED = 20
MOST_PREFETCHED = 60
SEEDS_SHOWN = 12


@dataclass(frozen=True)
class Desk:
    """What a reviewer has chosen: which candidates, in which order, under which name."""

    wanted: ExampleFilter = PENDING
    order: Order = "worth"
    reviewer: str = ""


def card_data(
    store: Store, project: Project, desk: Desk, *, answers: Sequence[Answer] = (), session_name: str = ""
) -> dict[str, Any]:
    """Everything that the card draws and answers to, as JSON values; texts are plain.

    Args:
        answers: to the entries that the browser sent last.
        session_name: differs after a restart of the server, so that the card sends its outbox again.
    """
    # Whoever decides fast has decided on more cards by the time that these arrive.
    limit = min(PREFETCHED + 2 * len(answers), MOST_PREFETCHED)
    queue = claim(store, project.id, desk.wanted, reviewer=desk.reviewer, order=desk.order, limit=limit)
    back = [one.example for one in answers if one.example is not None and one.example.status == "pending"]
    with store.read() as session:
        schema = load_schema(project.id, session=session)
        told = card_candidates([*queue, *back], project, reviewer=desk.reviewer, session=session)
        shown = {one["id"]: one for one in told}
        total = count_left(project.id, PENDING, reviewer=desk.reviewer, session=session)
        filtered = desk.wanted != PENDING
        matching = count_left(project.id, desk.wanted, reviewer=desk.reviewer, session=session) if filtered else total
        return {
            # A database made anew counts its rows from 1 again: an old outbox must not speak to the new one.
            "project": f"{project.id}:{project.created_at.isoformat()}",
            "session": session_name,
            "filter": repr((desk.wanted, desk.order)),
            "order": desk.order,
            "slots": slot_styles([slot.name for slot in schema.slots]),
            "intents": [{"name": intent.name, "slots": list(intent.slots)} for intent in schema.intents],
            "reasons": list(REASONS),
            "reviewer": desk.reviewer,
            "keys": keys_of(store, desk.reviewer),
            "queue": [shown[one.id] for one in queue],
            "seeds": _seeds(project.id, {one["intent"] for one in shown.values()}, session),
            "quiet": not queue,  # the page says itself why nothing is on the card
            "counts": {"total": total, "matching": matching, "filtered": filtered},
            "canUndo": last_decision(project.id, reviewer=desk.reviewer, session=session) is not None,
            "answers": [_answer(one, shown) for one in answers],
        }


def _answer(answer: Answer, shown: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return {
        "uid": answer.uid,
        "kind": answer.outcome,
        "message": answer.message,
        "candidate": shown.get(answer.example.id) if answer.example is not None else None,
        "changed": list(answer.changed),
    }


def _seeds(project_id: int, intents: Iterable[str], session: Session) -> dict[str, list[dict[str, object]]]:
    seeds: dict[str, list[dict[str, object]]] = {}
    for intent in sorted(intents):
        accepted = ExampleFilter(intent=intent, status="accepted")
        found = find_examples(project_id, accepted, limit=SEEDS_SHOWN, session=session)
        seeds[intent] = [marked_text(example.utterance) for example in found]
    return seeds

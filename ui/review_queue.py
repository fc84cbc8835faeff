"""What the review card is told: the next candidates, what is known of them, and how many are left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from backend.domain.decision import reasons_of
from backend.domain.parse_schema import ParseSchema
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.leases import others_at_work
from storage.queue import PENDING, Order, claim, count_left
from storage.schemas import load_labels
from storage.tables import Project
from storage.undoing import last_decision
from ui.components.labels import marked_text, slot_styles
from ui.components.parse_tree import about_parses
from ui.review_candidate import card_candidates
from ui.review_decisions import Answer
from ui.review_keys import keys_of

PREFETCHED = 20
MOST_PREFETCHED = 60
LEAST_PREFETCHED = 3
"""What a reviewer is given of a queue that others work on too, though his part of it be smaller."""

LEAST_ALONE = 10
"""The same while nobody else is there; the rest of a small queue is left to whoever comes."""

SEEDS_SHOWN = 12


@dataclass(frozen=True)
class Desk:
    """What a reviewer has chosen: which candidates, in which order, under which name."""

    wanted: ExampleFilter = PENDING
    order: Order = "worth"
    reviewer: str = ""


def card_data(
    store: Store,
    project: Project,
    desk: Desk,
    *,
    answers: Sequence[Answer] = (),
    session_name: str = "",
    anew: bool = False,
) -> dict[str, Any]:
    """Everything that the card draws and answers to, as JSON values; texts are plain.

    Args:
        answers: to the entries that the browser sent last.
        session_name: differs after a restart of the server, so that the card sends its outbox again.
        anew: the order was chosen just now, so that what lies ready in another one does not come first.
    """
    filtered = desk.wanted != PENDING
    with store.read() as session:
        total = count_left(project.id, PENDING, reviewer=desk.reviewer, session=session)
        matching = count_left(project.id, desk.wanted, reviewer=desk.reviewer, session=session) if filtered else total
        others = others_at_work(project.id, reviewer=desk.reviewer, session=session)
    # Whoever decides fast has decided on more cards by the time that these arrive.
    limit = min(PREFETCHED + 2 * len(answers), MOST_PREFETCHED, fair_part(matching, others))
    queue = claim(store, project.id, desk.wanted, reviewer=desk.reviewer, order=desk.order, limit=limit, anew=anew)
    back = [one.example for one in answers if one.example is not None and one.example.status == "pending"]
    with store.read() as session:
        schema = load_labels(project.id, session=session)
        parses = schema.parses
        told = card_candidates([*queue, *back], project, parses, reviewer=desk.reviewer, session=session)
        labels = [label.name for label in parses.labels] if parses else [slot.name for slot in schema.slots]
        shown = {one["id"]: one for one in told}
        return {
            # A database made anew counts its rows from 1 again: an old outbox must not speak to the new one.
            "project": f"{project.id}:{project.created_at.isoformat()}",
            "session": session_name,
            "filter": repr((desk.wanted, desk.order)),
            "search": desk.wanted.search or "",
            "order": desk.order,
            "slots": slot_styles(labels),
            "parses": about_parses(parses),
            "intents": [{"name": intent.name, "slots": list(intent.slots)} for intent in schema.intents],
            "reasons": list(reasons_of(parses=parses is not None)),
            "reviewer": desk.reviewer,
            "keys": keys_of(store, desk.reviewer),
            "queue": [shown[one.id] for one in queue],
            "seeds": _seeds(project.id, {one["intent"] for one in shown.values()}, parses, session),
            "quiet": not queue,  # the page says itself why nothing is on the card
            "counts": {"total": total, "matching": matching, "filtered": filtered},
            "canUndo": last_decision(project.id, reviewer=desk.reviewer, session=session) is not None,
            "answers": [_answer(one, shown) for one in answers],
        }


def fair_part(left: int, others: int) -> int:
    """How many of the candidates that are left one reviewer may be given, so that a small queue goes round.

    >>> [fair_part(left, others=0) for left in (5, 21, 400)], [fair_part(left, others=2) for left in (5, 21, 400)]
    ([10, 10, 200], [3, 7, 133])
    """
    return max(LEAST_PREFETCHED, left // (others + 1)) if others else max(LEAST_ALONE, left // 2)


def _answer(answer: Answer, shown: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return {
        "uid": answer.uid,
        "kind": answer.outcome,
        "message": answer.message,
        "candidate": shown.get(answer.example.id) if answer.example is not None else None,
        "changed": list(answer.changed),
    }


def _seeds(
    project_id: int, intents: Iterable[str], parses: ParseSchema | None, session: Session
) -> dict[str, list[dict[str, object]]]:
    seeds: dict[str, list[dict[str, object]]] = {}
    for intent in sorted(intents):
        accepted = ExampleFilter(intent=intent, status="accepted")
        found = find_examples(project_id, accepted, limit=SEEDS_SHOWN, session=session)
        seeds[intent] = [marked_text(example.utterance, parses) for example in found]
    return seeds

"""One of many reviewers, in a process of its own: python -m tests.storage.reviewer URL PROJECT NAME NUMBER"""

from __future__ import annotations

import json
import random
import sys
import uuid
from typing import Any

from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Utterance
from storage.decisions import StaleDecision, decide
from storage.engine import Store
from storage.examples import find_examples
from storage.queue import PENDING, claim
from storage.tables import Example

PREFETCHED = 20
OWN = 0.8


def review(store: Store, project_id: int, name: str, number: int) -> dict[str, Any]:
    """Review until that many decisions are stored; say which, and how many were refused as stale.

    He takes twenty candidates, as the page does, and decides one after the other; one that somebody else decided
    meanwhile is refused, and he goes on with the next.
    """
    draw, stored, stale = random.Random(name), [], 0
    while len(stored) < number:
        for example in _lot(store, project_id, name, draw)[: number - len(stored)]:
            made = _decision(example, name, draw)
            try:
                with store.write() as session:
                    decide(project_id, made, session=session)
                stored.append((made.uid, example.id, made.action, name))
            except StaleDecision:
                stale += 1
    return {"stored": stored, "stale": stale}


def _lot(store: Store, project_id: int, name: str, draw: random.Random) -> list[Example]:
    """The next twenty: mostly his own, at times the first there are, which others hold, as after a lease ran out."""
    if draw.random() < OWN:
        own = claim(store, project_id, PENDING, reviewer=name, order="worth", limit=PREFETCHED)
        if own:
            return own
    with store.read() as session:
        return find_examples(project_id, PENDING, limit=PREFETCHED, session=session)


def _decision(example: Example, name: str, draw: random.Random) -> DecisionCreate:
    uid, action = str(uuid.UUID(int=draw.getrandbits(128), version=4)), draw.choice(("accept", "reject", "edit"))
    edited = Utterance(f"{example.text} now", example.intent, example.language) if action == "edit" else None
    return DecisionCreate(example.id, example.version, action, uid, reviewer=name, utterance=edited)


def main() -> None:
    url, project, name, number = sys.argv[1:]
    json.dump(review(Store(url), int(project), name, int(number)), sys.stdout)

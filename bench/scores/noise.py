"""Real utterances as candidates, some of which get another intent than their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from backend.domain.schema import Intent, Schema, Slot
from backend.insight.neighbours import Matrix
from backend.insight.row import Row


@dataclass(frozen=True)
class Draw:
    """Accepted examples with their own intents, and candidates; `wrong` says which have another one.

    The id of a row is its place in the pool that it was drawn from.
    """

    accepted: tuple[Row, ...]
    candidates: tuple[Row, ...]
    wrong: tuple[bool, ...]


def drawn(
    pool: Sequence[Row], *, accepted: int, candidates: int, share: float, seed: int, near: Matrix | None = None
) -> Draw:
    """Draw so many accepted examples of every intent, then candidates from the rest.

    A wrong candidate gets the intent of another one, which is not its own. Intents with fewer than twice as many
    rows are left out.

    Args:
        share: of the candidates that are made wrong, from 0 to 1.
        near: vectors of the pool: the other one is that of another intent that is nearest, as intents are confused
            which resemble each other; None draws it at random.
    """
    chance = Random(seed)  # noqa: S311 - a sample, no secret
    of_intent: dict[str, list[Row]] = defaultdict(list)
    for row in pool:
        of_intent[row.intent].append(row)
    kept: list[Row] = []
    rest: list[Row] = []
    for _, rows in sorted(of_intent.items()):
        if len(rows) >= 2 * accepted:
            shuffled = chance.sample(rows, len(rows))
            kept += shuffled[:accepted]
            rest += shuffled[accepted:]
    some = chance.sample(rest, min(candidates, len(rest)))
    wrong = frozenset(chance.sample(range(len(some)), round(share * len(some))))
    others = _at_random(some, chance) if near is None else _nearest(some, near)
    made = [replace(row, intent=others(row)) if at in wrong else row for at, row in enumerate(some)]
    return Draw(tuple(kept), tuple(made), tuple(at in wrong for at in range(len(some))))


def schema_of(rows: Sequence[Row]) -> Schema:
    """The intents and slots that occur."""
    slots: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        slots[row.intent].update(slot for slot, _ in row.slots)
    named = sorted({slot for held in slots.values() for slot in held})
    intents = tuple(Intent(intent, "", tuple(sorted(held))) for intent, held in sorted(slots.items()))
    return Schema(intents, tuple(Slot(slot) for slot in named))


def _at_random(rows: Sequence[Row], chance: Random) -> Callable[[Row], str]:
    return lambda row: chance.choice([other.intent for other in rows if other.intent != row.intent])


def _nearest(rows: Sequence[Row], vectors: Matrix) -> Callable[[Row], str]:
    own = vectors[[row.id for row in rows]].astype(np.float32)
    intents = np.array([row.intent for row in rows])

    def intent(row: Row) -> str:
        alike = np.where(intents == row.intent, -2.0, own @ vectors[row.id].astype(np.float32))
        return rows[int(alike.argmax())].intent

    return intent

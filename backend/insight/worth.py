"""What a candidate would add to the accepted set: values and slots that are rare there, wording that is far."""

from __future__ import annotations

import math
from dataclasses import dataclass

from backend.insight.context import Context
from backend.insight.row import Row
from backend.insight.words import words


@dataclass(frozen=True)
class Rare:
    """The rarest of a candidate's slots, and how many accepted examples have it, and its value under it.

    `rarity` is 1 for a slot that nothing accepted has, 0 for no slot at all; see `rarest`.
    """

    rarity: float = 0.0
    slot: str = ""
    value: str = ""
    with_slot: int = 0
    with_value: int = 0


def rarest(row: Row, context: Context) -> Rare:
    """The rarest slot with its value: half for the value, 1/(1+n), half for the slot, 1/√(1+n), n accepted each.

    A new value of a slot that is well covered is worth less than one of a slot that hardly occurs. Labels of parses
    count as slots do.
    """
    best = Rare()
    for slot, value in row.labels:
        with_slot = context.knowledge.slots[slot]
        with_value = context.knowledge.accepted(slot, words(value, row.language))
        rarity = 0.5 / (1 + with_value) + 0.5 / math.sqrt(1 + with_slot)
        if rarity > best.rarity:
            best = Rare(rarity, slot, value, with_slot, with_value)
    return best


def distance(context: Context) -> float:
    """1 − cosine to the nearest accepted of the same intent and language, from 0 to 1.

    1 where nothing is accepted yet, 0 where there is no vector to tell.
    """
    if not context.embedded:
        return 0.0
    return 1.0 if context.same_intent is None else min(1.0, max(0.0, 1.0 - context.same_intent))

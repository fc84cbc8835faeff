"""Which slots the examples of an intent are to hold together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from backend.domain.standing import Combination, Holding
from backend.planning.shares import apportioned

MOST_COMBINATIONS = 12
"""Of an intent: the ones seen most often; after these come oddities, and errors of labelling."""

AS_DRAWN: None = None
"""Stands for slots of the method's own choice: where no accepted example shows which go together, or there are none.

In a project of parses, for whatever labels the accepted parses hold.
"""

Choice = Combination | None


def seen_combinations(intent: str, slots: Iterable[str], holdings: Iterable[Holding]) -> dict[Combination, int]:
    """The combinations that accepted examples of an intent show, in whatever language, with how often they do.

    Args:
        slots: those that the intent holds now; examples with others are passed over. Nothing is seen without any.
    """
    allowed, counts = set(slots), Counter[Combination]()
    for one in holdings:
        if allowed and one.intent == intent and one.accepted and allowed.issuperset(one.slots):
            counts[one.slots] += one.accepted
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def offered(seen: Mapping[Combination, int], short: Iterable[str]) -> dict[Choice, int]:
    """What may be asked for, with its weight: the commonest combinations, and others where a slot is short.

    The weight is the root of how often one was seen: the rare ones come more often than they do by themselves,
    and the common ones still most often. A short slot that none of them holds is asked for alone.
    """
    chosen = dict(list(seen.items())[:MOST_COMBINATIONS])
    for slot in short:
        if not any(slot in one for one in chosen):
            holder = next((one for one in seen if slot in one), (slot,))
            chosen[holder] = seen.get(holder, 1)
    found: dict[Choice, int] = {one: round(1000 * math.sqrt(count)) for one, count in chosen.items()}
    return found if seen else {AS_DRAWN: 1000, **found}


def divided(examples: int, short: Mapping[str, int], weights: Mapping[Choice, int], rng: Random) -> dict[Choice, int]:
    """How many examples of each choice: first as many as the short slots need, then the rest by weight.

    A slot's examples are shared out among the choices that hold it, so that it comes with the slots it comes with
    by itself. A slot that nothing offered holds is passed over. The rest is left to the method where that is offered:
    no example says then how often a slot comes by itself.

    Args:
        examples: in all; more come where the short slots need more.
    """
    given = Counter[Choice]()
    for slot in sorted(short, key=lambda name: -short[name]):
        holders = [one for one in weights if one is not AS_DRAWN and slot in one]
        needed = short[slot] - sum(given[one] for one in holders)
        if holders and needed > 0:
            _give(given, needed, holders, weights, rng)
    rest = examples - given.total()
    if rest > 0 and weights:
        _give(given, rest, [AS_DRAWN] if AS_DRAWN in weights else list(weights), weights, rng)
    return {one: given[one] for one in weights if given[one]}


def _give(given: Counter[Choice], total: int, to: Sequence[Choice], weights: Mapping[Choice, int], rng: Random) -> None:
    for one, count in zip(to, apportioned(total, [weights[one] for one in to], rng), strict=True):
        given[one] += count

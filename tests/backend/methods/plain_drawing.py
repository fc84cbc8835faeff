"""What a pool and a draw find for a prompt, utterance by utterance: slow, and plain to see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from backend.domain.request import WILDCARD, Include, Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods.known import values
from backend.methods.pool import Pool


def plain_nearest(pool: Pool, wanted: Sequence[Include], rng: Random) -> Utterance | None:
    slots = Counter(item.slot for item in wanted)

    def distance(seed: Utterance) -> tuple[int, int, bool]:
        held = Counter(slot for slot, _ in seed.slots)
        lacking = (slots - held).total()
        return lacking + (held - slots).total(), lacking, seed in pool.foreign

    every = (*pool.foreign, *pool.own)
    return min(rng.sample(every, len(every)), key=distance, default=None)


def plain_examples(pool: Pool, wanted: Sequence[Include], most: int, rng: Random) -> tuple[Utterance, ...]:
    slots = {item.slot for item in wanted}
    asked = Counter((item.slot, item.value) for item in wanted)

    def others(some: Sequence[Utterance]) -> list[Utterance]:
        return [seed for seed in some if not seed.slots or Counter(seed.slots) != asked]

    own, foreign = others(pool.own), others(pool.foreign)
    first = rng.sample(own, min(most, len(own)))
    shown = [*rng.sample(foreign, min(most - len(first), len(foreign))), *first]
    return tuple(sorted(shown, key=lambda seed: (seed in pool.own, -len(slots ^ set(seed.slot_counts)))))


def plain_not_copied(
    asked: tuple[Include, ...], request: Request, schema: Schema, pool: Sequence[Utterance], rng: Random
) -> tuple[Include, ...]:
    held = [Counter(seed.slots) for seed in pool]

    def is_held(some: Sequence[Include]) -> bool:
        return Counter((item.slot, item.value) for item in some) in held

    def changed(at: int, value: str) -> tuple[Include, ...]:
        return (*asked[:at], Include(asked[at].slot, value), *asked[at + 1 :])

    drawn = [at for at, item in enumerate(asked) if item not in (request.include or ())]
    if request.is_literal or not asked or not is_held(asked) or not drawn:
        return asked
    tried = [changed(at, value) for at in drawn for value in values(asked[at].slot, schema, pool)]
    others = [one for one in tried if not is_held(one)]
    return rng.choice(others) if others else changed(rng.choice(drawn), WILDCARD)

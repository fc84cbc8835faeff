"""Accepted utterances that the prompts of a request draw from, and which of them a prompt shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from backend.domain.request import Include, Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance


@dataclass(frozen=True)
class Pool:
    """What a request's prompts draw their examples from.

    Attributes:
        own: accepted utterances in the request's language. foreign: in others, while the own are too few to be shown.
    """

    own: tuple[Utterance, ...]
    foreign: tuple[Utterance, ...] = ()

    @property
    def every(self) -> tuple[Utterance, ...]:
        """All of them, the foreign ones first."""
        return (*self.foreign, *self.own)

    @property
    def own_share(self) -> float:
        """From 0 to 1; 1 of an empty pool."""
        return len(self.own) / len(self.every) if self.every else 1.0

    def some(self, most: int, rng: Random) -> list[Utterance]:
        """At most `most` at random: own ones before foreign ones, which then come first, as they do in lessons."""
        own = rng.sample(self.own, min(most, len(self.own)))
        return [*rng.sample(self.foreign, min(most - len(own), len(self.foreign))), *own]

    def examples(self, wanted: Sequence[Include], most: int, rng: Random) -> tuple[Utterance, ...]:
        """At most `most`, at random; own ones that are most like what is asked for come last, nearest the reply.

        An utterance with just the values that are asked for is left out: its request could only be copied.
        """
        slots = {item.slot for item in wanted}
        values_asked = Counter((item.slot, item.value) for item in wanted)

        def others(some: Sequence[Utterance]) -> tuple[Utterance, ...]:
            return tuple(seed for seed in some if not seed.slots or Counter(seed.slots) != values_asked)

        shown = Pool(others(self.own), others(self.foreign)).some(most, rng)
        return tuple(sorted(shown, key=lambda seed: (seed in self.own, -len(slots ^ set(seed.slot_counts)))))

    def nearest(self, wanted: Sequence[Include], rng: Random) -> Utterance | None:
        """One of those whose slots are most like what is asked for, at random; None of an empty pool.

        Of two that are as far off, the one that lacks fewer; of two that lack as many, an own one.
        """
        slots = Counter(item.slot for item in wanted)

        def distance(seed: Utterance) -> tuple[int, int, bool]:
            held = Counter(slot for slot, _ in seed.slots)
            lacking = (slots - held).total()
            return lacking + (held - slots).total(), lacking, seed in self.foreign

        return min(rng.sample(self.every, len(self.every)), key=distance, default=None)


def usable(seeds: Sequence[Utterance], request: Request, schema: Schema) -> Pool:
    """What `of_intent` finds: in the request's language alone where that is enough for a prompt, else in any."""
    found = of_intent(seeds, request, schema)
    own = tuple(seed for seed in found if seed.language == request.language)
    enough = len(own) >= max(1, request.examples)
    return Pool(own, () if enough else tuple(seed for seed in found if seed.language != request.language))


def of_intent(seeds: Sequence[Utterance], request: Request, schema: Schema) -> tuple[Utterance, ...]:
    """The accepted utterances of the request's intent, in any language, whose slots that intent still holds."""
    slots = set(schema.intent(request.intent).slots)
    return tuple(seed for seed in seeds if seed.intent == request.intent and slots.issuperset(seed.slot_counts))

"""Accepted utterances that the prompts of a request draw from, and which of them a prompt shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from random import Random

from backend.domain.request import Include, Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance

_Values = frozenset[tuple[tuple[str, str], int]]
_Kind = tuple[frozenset[tuple[str, int]], bool]
"""Slots with how often each occurs, and whether an utterance of another language holds them."""


@dataclass(frozen=True)
class Pool:
    """What a request's prompts draw their examples from.

    Attributes:
        own: accepted utterances in the request's language. foreign: in others, while the own are too few to be shown.
    """

    own: tuple[Utterance, ...]
    foreign: tuple[Utterance, ...] = ()

    @cached_property
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
        shown = self._without(frozenset(Counter((item.slot, item.value) for item in wanted).items())).some(most, rng)
        return tuple(sorted(shown, key=lambda seed: (seed in self._own, -len(slots ^ set(seed.slot_counts)))))

    def nearest(self, wanted: Sequence[Include], rng: Random) -> Utterance | None:
        """One of those whose slots are most like what is asked for, at random; None of an empty pool.

        Of two that are as far off, the one that lacks fewer; of two that lack as many, an own one.
        """
        slots = Counter(item.slot for item in wanted)

        def distance(kind: _Kind) -> tuple[int, int, bool]:
            held, is_foreign = Counter(dict(kind[0])), kind[1]
            lacking = (slots - held).total()
            return lacking + (held - slots).total(), lacking, is_foreign

        if not self.every:
            return None
        distances = [distance(kind) for kind in self._kinds]
        is_nearest = [one == min(distances) for one in distances]
        return self.every[next(at for at in _shuffled(len(self.every), rng) if is_nearest[self._kind_of[at]])]

    def _without(self, held: _Values) -> Pool:
        """The pool without those that hold just these values, at least one."""
        if not held or held not in self._holding:
            return self
        left_out = self._holding[held]
        left = [(at < len(self.foreign), seed) for at, seed in enumerate(self.every) if at not in left_out]
        return Pool(
            tuple(seed for is_foreign, seed in left if not is_foreign),
            tuple(seed for is_foreign, seed in left if is_foreign),
        )

    @cached_property
    def _own(self) -> frozenset[Utterance]:
        return frozenset(self.own)

    @cached_property
    def _kinds(self) -> tuple[_Kind, ...]:
        """What a request for slots tells utterances apart by: thousands are of a few kinds."""
        return tuple(dict.fromkeys(self._kind_of_each))

    @cached_property
    def _kind_of(self) -> tuple[int, ...]:
        """Of each of `every`, the place of its kind in `_kinds`."""
        numbers = {kind: number for number, kind in enumerate(self._kinds)}
        return tuple(numbers[kind] for kind in self._kind_of_each)

    @cached_property
    def _kind_of_each(self) -> tuple[_Kind, ...]:
        foreign = frozenset(self.foreign)
        return tuple((frozenset(seed.slot_counts.items()), seed in foreign) for seed in self.every)

    @cached_property
    def _holding(self) -> Mapping[_Values, Set[int]]:
        """Slots with their values → the places, in `every`, of those that hold just these."""
        found = defaultdict[_Values, set[int]](set)
        for at, seed in enumerate(self.every):
            found[frozenset(Counter(seed.slots).items())].add(at)
        return dict(found)


def _shuffled(count: int, rng: Random) -> Iterator[int]:
    """The numbers below `count` as `rng.sample(range(count), count)` has them, each drawn when it is asked for."""
    left = list(range(count))
    while left:
        at = rng.randrange(len(left))
        yield left[at]
        left[at] = left[-1]
        left.pop()


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

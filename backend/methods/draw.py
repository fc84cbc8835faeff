"""The random choices of a prompt: which slots, which values, which examples, which numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from random import Random

from backend.domain.request import WILDCARD, Include, Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance

GIVEN_SHARE = 0.3
"""How often a slot that was drawn from a seed is asked for with a value instead of `*`."""

SUGGESTED_SHARE = 0.85
"""How often a `*` is shown to an instruction model as one of the values that are known."""

MOST_DRAWN = 3
"""Slots of a prompt when there is no seed to draw them from, at most."""

_Multiset = frozenset[tuple[tuple[str, str], int]]


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


def asked(
    request: Request,
    schema: Schema,
    pool: Sequence[Utterance],
    rng: Random,
    given_share: float = GIVEN_SHARE,
    *,
    spoken: Sequence[Utterance] | None = None,
) -> tuple[Include, ...]:
    """The slots to ask for: as the request says, or else those of a random utterance of `pool`.

    Without a pool: a random few of the intent's slots. Of drawn slots, and of the `*` of a request that has them
    vary, a share gets a value out of `values`; the others are `*`.

    Args:
        spoken: whose values may be asked for; all of `pool` when None.
    """
    if request.is_literal:
        return request.include or ()
    if request.include is not None:
        named = request.include
    elif pool:
        named = tuple(Include(slot) for slot, _ in rng.choice(pool).slots)
    else:
        slots = schema.intent(request.intent).slots
        names = rng.sample(slots, rng.randint(min(1, len(slots)), min(MOST_DRAWN, len(slots))))
        named = tuple(Include(name) for name in names)
    drawn = []
    for item in named:
        known = values(item.slot, schema, pool if spoken is None else spoken) if item.is_wildcard else ()
        drawn.append(Include(item.slot, rng.choice(known)) if known and rng.random() < given_share else item)
    return tuple(drawn)


def not_copied(
    asked: tuple[Include, ...], request: Request, schema: Schema, pool: Sequence[Utterance], rng: Random
) -> tuple[Include, ...]:
    """What was drawn, with another value for one of its slots if an utterance of `pool` holds just these.

    Such a request could only be answered by a copy. Where the slots are known to take no other values, one of them
    is `*`. What the request itself says is left as it is.
    """
    if request.is_literal or not asked:
        return asked
    # A set once for all: there may be hundreds of values to try, and thousands of utterances.
    held = {_multiset(seed.slots) for seed in pool}
    if not _is_held(asked, held):
        return asked
    drawn = [at for at, item in enumerate(asked) if item not in (request.include or ())]
    if not drawn:
        return asked
    others = [
        changed
        for at in drawn
        for value in values(asked[at].slot, schema, pool)
        if not _is_held(changed := _with(asked, at, value), held)
    ]
    return rng.choice(others) if others else _with(asked, rng.choice(drawn), WILDCARD)


def with_proposed(
    asked: tuple[Include, ...], request: Request, schema: Schema, pool: Sequence[Utterance], rng: Random
) -> tuple[Include, ...]:
    """What was drawn, with a proposed value for every `*` whose slot has some; what a request itself says is left.

    Where it wants more new values, one in n + 1 of the values that were drawn gives way to a proposed one too, of a
    slot of which n are known: the fewer these are, the more of what is written would hold the same one.
    """
    if request.is_literal:
        return asked

    def proposed_for(item: Include) -> Include:
        proposed = schema.slot(item.slot).proposed
        if not proposed:
            return item
        if item.is_wildcard:
            return Include(item.slot, rng.choice(proposed))
        if not request.more_new_values or item in (request.include or ()):
            return item
        known = len(values(item.slot, schema, pool))
        return Include(item.slot, rng.choice(proposed)) if rng.random() * (known + 1) < 1 else item

    return tuple(map(proposed_for, asked))


def _with(asked: tuple[Include, ...], at: int, value: str) -> tuple[Include, ...]:
    return (*asked[:at], Include(asked[at].slot, value), *asked[at + 1 :])


def _is_held(asked: tuple[Include, ...], held: Set[_Multiset]) -> bool:
    """Whether there is an utterance that holds just these slots with just these values."""
    return _multiset((item.slot, item.value) for item in asked) in held


def _multiset(slots: Iterable[tuple[str, str]]) -> _Multiset:
    return frozenset(Counter(slots).items())


def values(slot: str, schema: Schema, pool: Sequence[Utterance]) -> tuple[str, ...]:
    """The values that a slot is known to take: its catalogue, and what the utterances of `pool` hold."""
    found = [value for seed in pool for name, value in seed.slots if name == slot]
    return tuple(dict.fromkeys(value for value in (*schema.slot(slot).catalogue, *found) if value != WILDCARD))


def some(known: Sequence[str], most: int, rng: Random) -> tuple[str, ...]:
    """At most `most` of the values, at random."""
    return tuple(rng.sample(list(known), min(most, len(known))))


def suggested(wanted: Sequence[Include], schema: Schema, pool: Sequence[Utterance], rng: Random) -> tuple[Include, ...]:
    """What is asked for, most `*` with a known value in their place: a start for a teacher that cannot invent one.

    The reply is still held against what was asked, so that another value is as good.
    """
    shown = []
    for item in wanted:
        known = values(item.slot, schema, pool) if item.is_wildcard else ()
        shown.append(Include(item.slot, rng.choice(known)) if known and rng.random() < SUGGESTED_SHARE else item)
    return tuple(shown)


def examples(pool: Pool, wanted: Sequence[Include], most: int, rng: Random) -> tuple[Utterance, ...]:
    """At most `most` of `pool`, at random; own ones that are most like what is asked for come last, nearest the reply.

    An utterance with just the values that are asked for is left out: its request could only be copied.
    """
    slots = {item.slot for item in wanted}
    values_asked = Counter((item.slot, item.value) for item in wanted)

    def others(some: Sequence[Utterance]) -> tuple[Utterance, ...]:
        return tuple(seed for seed in some if not seed.slots or Counter(seed.slots) != values_asked)

    shown = Pool(others(pool.own), others(pool.foreign)).some(most, rng)
    return tuple(sorted(shown, key=lambda seed: (seed in pool.own, -len(slots ^ set(seed.slot_counts)))))


def nearest(pool: Pool, wanted: Sequence[Include], rng: Random) -> Utterance | None:
    """One of those of `pool` whose slots are most like what is asked for, at random; None of an empty pool.

    Of two that are as far off, the one that lacks fewer; of two that lack as many, an own one.
    """
    slots = Counter(item.slot for item in wanted)

    def distance(seed: Utterance) -> tuple[int, int, bool]:
        held = Counter(slot for slot, _ in seed.slots)
        lacking = (slots - held).total()
        return lacking + (held - slots).total(), lacking, seed in pool.foreign

    return min(rng.sample(pool.every, len(pool.every)), key=distance, default=None)


def numbering(slots: Sequence[str], rng: Random) -> tuple[tuple[int, str], ...]:
    """A number from 1 for every slot, shuffled, so that no number means a slot beyond its prompt."""
    shuffled = rng.sample(list(slots), len(slots))
    return tuple(enumerate(shuffled, start=1))

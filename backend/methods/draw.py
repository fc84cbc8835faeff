"""The random choices of a prompt: which slots, which values, which numbers."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from backend.domain.request import WILDCARD, Include, Request
from backend.domain.utterance import Utterance
from backend.methods.known import Known

GIVEN_SHARE = 0.3
"""How often a slot that was drawn from a seed is asked for with a value instead of `*`."""

SUGGESTED_SHARE = 0.85
"""How often a `*` is shown to an instruction model as one of the values that are known."""

MOST_DRAWN = 3
"""Slots of a prompt when there is no seed to draw them from, at most."""


def asked(
    request: Request, pool: Sequence[Utterance], known: Known, rng: Random, given_share: float = GIVEN_SHARE
) -> tuple[Include, ...]:
    """The slots to ask for: as the request says, or else those of a random utterance of `pool`.

    Without a pool: a random few of the intent's slots. Of drawn slots, and of the `*` of a request that has them
    vary, a share gets a known value; the others are `*`.
    """
    if request.is_literal:
        return request.include or ()
    if request.include is not None:
        named = request.include
    elif pool:
        named = tuple(Include(slot) for slot, _ in rng.choice(pool).slots)
    else:
        slots = known.schema.intent(request.intent).slots
        names = rng.sample(slots, rng.randint(min(1, len(slots)), min(MOST_DRAWN, len(slots))))
        named = tuple(Include(name) for name in names)
    drawn = []
    for item in named:
        some = known.values(item.slot) if item.is_wildcard else ()
        drawn.append(Include(item.slot, rng.choice(some)) if some and rng.random() < given_share else item)
    return tuple(drawn)


def not_copied(asked: tuple[Include, ...], request: Request, known: Known, rng: Random) -> tuple[Include, ...]:
    """What was drawn, with another value for one of its slots if an utterance holds just these.

    Such a request could only be answered by a copy. Where the slots are known to take no other values, one of them
    is `*`. What the request itself says is left as it is.
    """
    if request.is_literal or not asked:
        return asked
    if not known.is_held(asked):
        return asked
    drawn = [at for at, item in enumerate(asked) if item not in (request.include or ())]
    if not drawn:
        return asked
    others = [(at, value) for at in drawn for value in known.unheld(asked, at)]
    return _with(asked, *(rng.choice(others) if others else (rng.choice(drawn), WILDCARD)))


def with_proposed(asked: tuple[Include, ...], request: Request, known: Known, rng: Random) -> tuple[Include, ...]:
    """What was drawn, with a proposed value for every `*` whose slot has some; what a request itself says is left.

    Where it wants more new values, one in n + 1 of the values that were drawn gives way to a proposed one too, of a
    slot of which n are known: the fewer these are, the more of what is written would hold the same one.
    """
    if request.is_literal:
        return asked

    def proposed_for(item: Include) -> Include:
        proposed = known.schema.slot(item.slot).proposed
        if not proposed:
            return item
        if item.is_wildcard:
            return Include(item.slot, rng.choice(proposed))
        if not request.more_new_values or item in (request.include or ()):
            return item
        count = len(known.values(item.slot))
        return Include(item.slot, rng.choice(proposed)) if rng.random() * (count + 1) < 1 else item

    return tuple(map(proposed_for, asked))


def _with(asked: tuple[Include, ...], at: int, value: str) -> tuple[Include, ...]:
    return (*asked[:at], Include(asked[at].slot, value), *asked[at + 1 :])


def some(known: Sequence[str], most: int, rng: Random) -> tuple[str, ...]:
    """At most `most` of the values, at random."""
    return tuple(rng.sample(list(known), min(most, len(known))))


def suggested(wanted: Sequence[Include], known: Known, rng: Random) -> tuple[Include, ...]:
    """What is asked for, most `*` with a known value in their place: a start for a teacher that cannot invent one.

    The reply is still held against what was asked, so that another value is as good.
    """
    shown = []
    for item in wanted:
        some = known.values(item.slot) if item.is_wildcard else ()
        shown.append(Include(item.slot, rng.choice(some)) if some and rng.random() < SUGGESTED_SHARE else item)
    return tuple(shown)


def numbering(slots: Sequence[str], rng: Random) -> tuple[tuple[int, str], ...]:
    """A number from 1 for every slot, shuffled, so that no number means a slot beyond its prompt."""
    shuffled = rng.sample(list(slots), len(slots))
    return tuple(enumerate(shuffled, start=1))

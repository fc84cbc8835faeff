"""What a method starts from in one data set, one language and one draw; and how intents and seeds are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from backend.domain.normalise import normalised
from backend.domain.prompt import Prompt
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from bench.figures import pairs_of

INTENTS = 6
"""Intents of a cell, at most."""

SEEDS = 10
"""Seeds of an intent."""

IsNew = Callable[[str], bool]
"""Whether a teacher was not tuned on an intent of that name."""


@dataclass(frozen=True, eq=False)
class Real:
    """What people said in a language, of all intents: what is not among it is new."""

    utterances: tuple[Utterance, ...]

    @cached_property
    def texts(self) -> frozenset[str]:
        """Normalised."""
        return frozenset(normalised(one.text) for one in self.utterances)

    @cached_property
    def values(self) -> frozenset[tuple[str, str]]:
        """(slot, normalised value)."""
        return frozenset((slot, normalised(value)) for one in self.utterances for slot, value in pairs_of(one))


@dataclass(frozen=True)
class Case:
    """What a cell's method is given, and what its outputs are compared with.

    Attributes:
        language: of the outputs. intents: that are asked for, in turn. seeds: of all of them, in any language.
        real: what people said in the language; that of a data set is the same object in all of its cases.
        golds: (seed, what people say for it in the language), where there is that.
        lift: makes an utterance with a parse of one that a method for slots made; None where it is as it should be.
    """

    language: str
    intents: tuple[str, ...]
    schema: Schema
    seeds: tuple[Utterance, ...]
    real: Real
    golds: tuple[tuple[Utterance, Utterance], ...] = ()
    lift: Callable[[Prompt, Utterance], Utterance] | None = field(default=None, compare=False)


def drawn_intents(pool: Iterable[Utterance], name: str, draw: int, is_new: IsNew) -> tuple[str, ...]:
    """At most INTENTS of the intents of which the pool has enough texts; whoever is left out, the others stay.

    Args:
        name: of the data set, so that another one draws otherwise.
    """
    texts: dict[str, set[str]] = {}
    for one in pool:
        texts.setdefault(one.intent, set()).add(normalised(one.text))
    enough = sorted(intent for intent, said in texts.items() if len(said) >= SEEDS)
    order = Random(f"{name}/{draw}").sample(enough, len(enough))  # noqa: S311 - a sample, no secret
    return tuple([intent for intent in order if is_new(intent)][:INTENTS])


def drawn_seeds(pool: Mapping[str, Utterance], intents: Iterable[str], draw: int) -> dict[str, Utterance]:
    """SEEDS utterances of each intent, by id, none of which says the same as another."""
    found: dict[str, Utterance] = {}
    for intent in intents:
        distinct = {normalised(one.text): at for at, one in sorted(pool.items()) if one.intent == intent}
        ids = sorted(distinct.values())
        chosen = Random(f"{intent}/{draw}").sample(ids, min(SEEDS, len(ids)))  # noqa: S311 - a sample, no secret
        found |= {at: pool[at] for at in chosen}
    return found

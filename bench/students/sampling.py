"""Which utterances a student of a row learns from: sampling only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random

from backend.domain.normalise import normalised
from backend.domain.utterance import Utterance
from bench.snips import NewIntent


@dataclass(frozen=True)
class Case:
    """One intent as if it were new, with the seeds of one draw.

    Attributes:
        others: real utterances of the other intents. real: those of the new one, as many as there would be.
        size: how often a student sees the new intent in a pass: as often as another intent on average.
    """

    new: NewIntent
    draw: int
    others: tuple[Utterance, ...]
    real: tuple[Utterance, ...]

    @property
    def size(self) -> int:
        intents = {one.intent for one in self.others}
        return round(len(self.others) / len(intents))

    @property
    def name(self) -> str:
        return f"{self.new.name}, seed {self.draw}"


def cases(all_intents: Sequence[NewIntent], chosen: Sequence[str], draw: int, count: int | None) -> tuple[Case, ...]:
    """A case for each chosen intent; with the same draw all have the same real utterances of the same intent.

    Args:
        count: utterances of an intent; None for all.
    """
    real = {one.name: _some(one, count, draw) for one in all_intents}
    return tuple(
        Case(
            one,
            draw,
            tuple(utterance for name, some in real.items() if name != one.name for utterance in some),
            real[one.name],
        )
        for one in all_intents
        if one.name in chosen
    )


def mixed(seeds: Sequence[Utterance], generated: Sequence[Utterance], size: int, rng: Random) -> tuple[Utterance, ...]:
    """`size` utterances: each generated one once, as far as there is room, and the seeds in turn for the rest.

    Every seed is in it at least once; without seeds the generated ones are repeated.
    """
    room = max(0, size - len(seeds))
    some = list(generated) if len(generated) <= room else rng.sample(list(generated), room)
    again = seeds or some
    return (*some, *islice(cycle(again), max(len(seeds), size - len(some)) if again else 0))


def unrepeated(utterances: Iterable[Utterance]) -> tuple[Utterance, ...]:
    """The first of those whose texts are a duplicate of each other: several methods may write the same."""
    found: dict[str, Utterance] = {}
    for one in utterances:
        found.setdefault(normalised(one.text), one)
    return tuple(found.values())


def _some(one: NewIntent, count: int | None, draw: int) -> tuple[Utterance, ...]:
    if count is None or count >= len(one.real):
        return one.real
    return tuple(Random(f"{one.name}/others/{draw}").sample(one.real, count))  # noqa: S311 - a sample, no secret

"""A queue of candidates in one order or another, made anew from what was decided so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from backend.insight.finding import Finding
from backend.insight.judging import Decided, Reference, judge
from backend.insight.knowledge import learn
from backend.insight.row import Row
from backend.insight.slot_score import SlotScore
from bench.scores.light import Known
from bench.scores.noise import schema_of
from bench.scores.orders import scored
from bench.scores.slot_noise import SlotDraw
from bench.scores.slot_orders import slots_scored

AT_RANDOM = "at random"
ORDERS = {
    AT_RANDOM: lambda _found: 0.0,
    "doubted first": lambda found: found.doubt_rank,
    "likely right first": lambda found: found.doubt,
    "new first": lambda found: -found.rarity - found.distance,
    "likely right and new first": lambda found: found.rank,
}


class Material:
    """What all orders of a draw share; the slots are scored once, by what was accepted at first."""

    def __init__(self, draw: SlotDraw, known: Known) -> None:
        every = [*draw.accepted, *draw.candidates]
        self.rows = [Row(at, one.text, one.intent, one.language, one.spans) for at, one in enumerate(every)]
        self.schema = schema_of(self.rows)
        self.vectors = known.texts(self.rows)
        first = len(draw.accepted)
        scores = slots_scored(self.rows[:first], self.rows[first:], known.words, self.schema)
        self.slots: list[SlotScore | None] = [*([None] * first), *scores]


class Queue:
    """Candidates of a draw; `order` is one of ORDERS."""

    def __init__(self, draw: SlotDraw, material: Material, order: str, *, seed: int) -> None:
        rows = material.rows
        self._material = material
        self._rows = rows
        self._good = [True] * len(draw.accepted) + [not kind for kind in draw.kinds]
        self._accepted = list(range(len(draw.accepted)))
        self._rejected: list[int] = []
        self._waiting = list(range(len(draw.accepted), len(rows)))
        self._order, self._seed = order, seed

    def take(self, count: int) -> Iterator[tuple[Row, bool]]:
        """The next ones, each with whether it is right, and so accepted."""
        for at in self._ordered()[:count]:
            (self._accepted if self._good[at] else self._rejected).append(at)
            self._waiting.remove(at)
            yield self._rows[at], self._good[at]

    def _ordered(self) -> list[int]:
        if self._order == AT_RANDOM or not self._waiting:
            return Random(self._seed).sample(self._waiting, len(self._waiting))  # noqa: S311 - no secret
        rank = ORDERS[self._order]
        ranked = sorted((rank(found), at) for at, found in zip(self._waiting, self._found(), strict=True))
        return [at for _, at in ranked]

    def _found(self) -> Sequence[Finding]:
        accepted, waiting = ([self._rows[at] for at in some] for some in (self._accepted, self._waiting))
        known = learn(accepted, self._material.schema, "en")
        reference = Reference(known, self._decided(self._accepted), self._decided(self._rejected))
        vectors = self._material.vectors
        intents = scored(accepted, waiting, vectors)
        slots = [self._material.slots[at] for at in self._waiting]
        return [one.finding for one in judge(waiting, vectors[self._waiting], reference, None, intents, slots)]

    def _decided(self, some: Sequence[int]) -> Decided:
        return Decided(some, [self._rows[at].intent for at in some], self._material.vectors[list(some)])

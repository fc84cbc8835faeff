"""A reviewer who decides so many candidates only, in one order or another, and what is accepted by then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import numpy as np

from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.insight.judging import Decided, Reference, judge
from backend.insight.knowledge import Knowledge, learn
from backend.insight.prediction import Prediction
from backend.insight.tried import Tried
from backend.students import student
from bench.students.vectors import Vectors, row_of

RANKED_EVERY = 10
"""Decisions after which the app's order is made anew (the worker does it after 50, or when nobody decides for 5 s)."""

Ranks = Callable[[Sequence[int], Sequence[int], Sequence[int]], Sequence[int]]
"""(pending, accepted, rejected), all as places among the candidates → the pending ones, to be decided first first."""


def decided(is_good: Sequence[bool], count: int, ranks: Ranks) -> list[int]:
    """Places of the candidates that so many decisions are about, in their order.

    Args:
        is_good: for each candidate, whether the reviewer accepts it.
    """
    pending, done = list(range(len(is_good))), list[int]()
    while pending and len(done) < count:
        accepted, rejected = ([place for place in done if is_good[place] == kept] for kept in (True, False))
        some = ranks(pending, accepted, rejected)[: min(RANKED_EVERY, count - len(done))]
        done += some
        pending = [place for place in pending if place not in some]
    return done


def accepted_of(is_good: Sequence[bool], count: int, ranks: Ranks) -> list[int]:
    """Places of the candidates that are accepted after so many decisions, in their order; see `decided`."""
    return [place for place in decided(is_good, count, ranks) if is_good[place]]


def at_random(seed: int) -> Ranks:
    """An order in which nothing says more than anything else; the same whenever it is asked for."""

    def ranks(pending: Sequence[int], *_: Sequence[int]) -> list[int]:
        return sorted(pending, key=lambda place: Random(f"{seed}/{place}").random())  # noqa: S311 - no secret

    return ranks


class AppOrder:
    """The order of the review page: what the worker finds out about candidates, made anew with every few decisions.

    Args:
        known: utterances that are accepted already. said: what a student of the whole schema says of each
            candidate; None where there is none.
        methods: what wrote each candidate, "" where that is not to count; with it the order learns from the decisions
            which new wording, and whose candidates, are rejected. None: it learns neither.
        doubted_first: the order that a reviewer may choose instead of the app's own.
    """

    def __init__(
        self,
        candidates: Sequence[Utterance],
        known: Sequence[Utterance],
        schema: Schema,
        said: Sequence[student.Prediction] | None,
        vectors: Vectors,
        *,
        doubted_first: bool = False,
        methods: Sequence[str] | None = None,
    ) -> None:
        every = [*candidates, *known]
        self._vectors = vectors.of(every)
        self._learns = methods is not None
        wrote = [*(methods or [""] * len(candidates)), *[""] * len(known)]
        self._rows = [
            replace(row_of(place, one), method=by) for place, (one, by) in enumerate(zip(every, wrote, strict=True))
        ]
        self._known = list(range(len(candidates), len(every)))
        knows = {intent.name: frozenset(intent.slots) for intent in schema.intents}
        self._said = [
            Prediction(one.intent, one.confidence, tuple((s.start, s.end, s.slot) for s in one.spans), knows)
            for one in said or ()
        ]
        self._schema = schema
        self._doubted_first = doubted_first

    def __call__(self, pending: Sequence[int], accepted: Sequence[int], rejected: Sequence[int]) -> list[int]:
        """See `Ranks`."""
        good = [*self._known, *accepted]
        reference = Reference(self._learnt(accepted, rejected), self._decided(good), self._decided(rejected))
        rows = [self._rows[place] for place in pending]
        vectors = self._vectors[list(pending)].astype(np.float16)
        said = [self._said[place] for place in pending] if self._said else None
        found = judge(rows, vectors, reference, said)
        ranks = [one.finding.doubt_rank if self._doubted_first else one.finding.rank for one in found]
        return [place for _, place in sorted(zip(ranks, pending, strict=True))]

    def _learnt(self, accepted: Sequence[int], rejected: Sequence[int]) -> Knowledge:
        language = self._rows[0].language
        kept, bad = ([self._rows[place] for place in some] for some in ([*self._known, *accepted], rejected))
        if not self._learns:
            return learn(kept, self._schema, language)
        became = became_of([self._rows[place].method for place in accepted], [row.method for row in bad])
        return learn(kept, self._schema, language, written=accepted, rejected=bad, methods=became)

    def _decided(self, places: Sequence[int]) -> Decided:
        return Decided(places, [self._rows[place].intent for place in places], self._vectors[list(places)])


def became_of(accepted: Sequence[str], rejected: Sequence[str]) -> dict[str, Tried]:
    """What became of the candidates of each method, by the methods of those that were decided; "" is none."""
    good, bad = Counter(accepted), Counter(rejected)
    return {method: Tried(good[method], good[method] + bad[method]) for method in {*good, *bad} - {""}}

"""Many candidates of one language at once: their neighbours, and what is found out about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.insight.context import Context, Neighbour
from backend.insight.finding import Finding, finding
from backend.insight.knowledge import Knowledge
from backend.insight.neighbours import Matrix, nearest
from backend.insight.prediction import Prediction
from backend.insight.round_trip import RoundTrip
from backend.insight.row import Row
from backend.insight.score import Score
from backend.insight.slot_score import SlotScore

ACCEPTED, REJECTED = 5, 3
"""Neighbours that are looked up: five vote on an intent, and a reviewer is shown at most three of each."""


@dataclass(frozen=True)
class Decided:
    """Decided examples of one language and status: ids and intents [n], vectors [n, dimensions] of length 1."""

    ids: Sequence[int]
    intents: Sequence[str]
    vectors: Matrix
    _of_intent: dict[str, NDArray[Any]] = field(default_factory=dict, repr=False)

    def of_intent(self, intent: str) -> Matrix:
        """The vectors of an intent."""
        if intent not in self._of_intent:
            places = [place for place, one in enumerate(self.intents) if one == intent]
            self._of_intent[intent] = self.vectors[places]
        return self._of_intent[intent]


@dataclass(frozen=True)
class Reference:
    """What candidates of a language are judged by."""

    knowledge: Knowledge
    accepted: Decided
    rejected: Decided


@dataclass(frozen=True)
class Judged:
    """What was found out about a candidate, and its nearest accepted and rejected, the nearest first."""

    finding: Finding
    accepted: tuple[Neighbour, ...]
    rejected: tuple[Neighbour, ...]


def judge(
    rows: Sequence[Row],
    vectors: NDArray[np.float16] | None,
    reference: Reference,
    said: Sequence[Prediction] | None = None,
    scores: Sequence[Score | None] | None = None,
    slot_scores: Sequence[SlotScore | None] | None = None,
    trips: Sequence[RoundTrip | None] | None = None,
) -> list[Judged]:
    """Judge candidates of the reference's language.

    Args:
        vectors: [rows, dimensions], each of length 1; None where there is no encoder.
        said: what a student says of each.
        scores, slot_scores: of each, by students that were trained without it; of no use without vectors.
        trips: what a student of parses makes of each text.
    """
    told: list[Prediction | None] = list(said) if said else [None] * len(rows)
    scored = list(scores) if scores else [None] * len(rows)
    slots = list(slot_scores) if slot_scores else [None] * len(rows)
    taken = list(trips) if trips else [None] * len(rows)
    if vectors is None:
        return [
            Judged(finding(row, Context(reference.knowledge, prediction=one, round_trip=trip)), (), ())
            for row, one, trip in zip(rows, told, taken, strict=True)
        ]
    queries = vectors.astype(np.float32)
    accepted = _neighbours(queries, reference.accepted, ACCEPTED)
    rejected = _neighbours(queries, reference.rejected, REJECTED)
    same = _same_intent(rows, queries, accepted, reference.accepted)
    judged = []
    each = zip(rows, accepted, rejected, same, told, scored, slots, taken, strict=True)
    for row, near, far, own, one, score, of_slots, trip in each:
        context = Context(reference.knowledge, near, own, True, one, score, of_slots, trip)
        judged.append(Judged(finding(row, context), near, far))
    return judged


def _neighbours(queries: Matrix, decided: Decided, k: int) -> list[tuple[Neighbour, ...]]:
    if not len(decided.ids):
        return [()] * len(queries)
    found = nearest(queries, decided.vectors, k)
    return [
        tuple(
            Neighbour(decided.ids[place], decided.intents[place], similarity)
            for place, similarity in zip(places, similarities, strict=True)
        )
        for places, similarities in zip(found.places.tolist(), found.similarities.tolist(), strict=True)
    ]


def _same_intent(
    rows: Sequence[Row], queries: Matrix, accepted: Sequence[tuple[Neighbour, ...]], decided: Decided
) -> list[float | None]:
    """The highest cosine of each row to an accepted one of its intent; mostly it is among the neighbours already."""
    best = [
        next((neighbour.similarity for neighbour in near if neighbour.intent == row.intent), None)
        for row, near in zip(rows, accepted, strict=True)
    ]
    missing: dict[str, list[int]] = {}
    for place, (row, found) in enumerate(zip(rows, best, strict=True)):
        if found is None:
            missing.setdefault(row.intent, []).append(place)
    for intent, places in missing.items():
        vectors = decided.of_intent(intent)
        if len(vectors):
            found = nearest(queries[places], vectors, 1).similarities[:, 0].tolist()
            for place, similarity in zip(places, found, strict=True):
                best[place] = similarity
    return best

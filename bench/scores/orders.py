"""The orders in which candidates may be reviewed: for each, how urgent every candidate is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from backend.insight.finding import Finding
from backend.insight.judging import Decided, Reference, judge
from backend.insight.knowledge import learn
from backend.insight.row import Row
from backend.insight.score import Score
from backend.students.cross_fold import Accepted, CrossFold, chosen, held_out, train
from backend.students.folds import FOLDS, keys_of
from bench.scores.noise import Draw, schema_of

RANDOM = "random"
DISTANCE = "distance to the nearest accepted of the intent"
WORTH_BEFORE = "doubted first, without the score"
WORTH = "doubted first"
PROBABILITY = "score"
INFORMATION = "pointwise V-information"
FROM_CANDIDATES = "score, learnt from candidates too"


@dataclass(frozen=True)
class Judged:
    """What was found out about the candidates of a draw.

    Attributes:
        urgency: by order, of each candidate, the first to be reviewed the highest.
        doubted: by check, whether it doubts each.
        scores: of each.
    """

    urgency: dict[str, list[float]]
    doubted: dict[str, list[bool]]
    scores: list[Score | None]


def judged(draw: Draw, vectors: NDArray[np.float16], *, seed: int) -> Judged:
    """Judge the candidates as the app does.

    Args:
        vectors: of the pool, [rows, dimensions].
    """
    rows = draw.candidates
    own = vectors[[row.id for row in rows]]
    scores = scored(draw.accepted, rows, vectors)
    from_candidates = scored([*draw.accepted, *rows], rows, vectors)
    reference = _reference(draw, vectors)
    before, after = ([one.finding for one in judge(rows, own, reference, None, given)] for given in (None, scores))
    chance = Random(seed)  # noqa: S311 - a sample, no secret
    return Judged(
        {
            RANDOM: [chance.random() for _ in rows],
            DISTANCE: [one.distance for one in before],
            WORTH_BEFORE: [1 - one.doubt_rank for one in before],
            WORTH: [1 - one.doubt_rank for one in after],
            PROBABILITY: [_improbable(one) for one in scores],
            INFORMATION: [-one.information if one else 0.0 for one in scores],
            FROM_CANDIDATES: [_improbable(one) for one in from_candidates],
        },
        {check: [_doubts(one, check) for one in after] for check in ("cross-fold-agrees", "intent-of-neighbours")},
        scores,
    )


def scored(learnt: Sequence[Row], rows: Sequence[Row], vectors: NDArray[np.float16]) -> list[Score | None]:
    """The score of every row by students of what is learnt, each without a fold of it."""
    some = [learnt[at] for at in chosen([row.intent for row in learnt], [row.text for row in learnt])]
    keys = [keys_of(row) for row in some]
    accepted = Accepted([row.intent for row in some], keys, vectors[[row.id for row in some]])
    folds = held_out(accepted)
    students = CrossFold([train(accepted, folds, without) for without in range(FOLDS + 1)], folds)
    own = vectors[[row.id for row in rows]]
    return students.scores([row.intent for row in rows], [keys_of(row) for row in rows], own)


def _reference(draw: Draw, vectors: NDArray[np.float16]) -> Reference:
    ids = [row.id for row in draw.accepted]
    schema = schema_of([*draw.accepted, *draw.candidates])
    accepted = Decided(ids, [row.intent for row in draw.accepted], vectors[ids])
    return Reference(learn(draw.accepted, schema, "en"), accepted, Decided((), (), vectors[:0]))


def _improbable(score: Score | None) -> float:
    return 1 - score.probability if score else 0.5


def _doubts(found: Finding, check: str) -> bool:
    return any(verdict.check == check for verdict in found.doubts)

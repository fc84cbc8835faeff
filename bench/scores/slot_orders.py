"""The orders in which candidates with wrong slots may be reviewed: for each, how urgent every candidate is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from backend.domain.schema import Schema
from backend.insight.finding import Finding
from backend.insight.judging import Decided, Reference, judge
from backend.insight.knowledge import learn
from backend.insight.row import Row
from backend.insight.score import Score
from backend.insight.slot_score import SlotScore
from backend.students.cross_fold import dealt_out
from backend.students.encoder import TransformersEncoder
from backend.students.folds import FOLDS, keys_of
from backend.students.slot_folds import ACCEPTED_WEIGHT, SlotFolds, Taught, train_slots
from backend.students.word_vectors import Words
from bench.scores.light import Known
from bench.scores.noise import schema_of
from bench.scores.orders import scored
from bench.scores.slot_noise import SlotDraw

RANDOM, INTENT, SLOTS, COMBINED = "random", "intent score", "slot score", "intent score times slot score"
ACCEPTED_ALONE = "slot score, learnt from accepted alone"
WORTH_BEFORE, WORTH = "doubted first, without the slot score", "doubted first"
OWN = "what the review's own order shows last"
CHECKS = ("slots-fit", "slot-of-value", "values-labelled")


@dataclass(frozen=True)
class SlotsJudged:
    """What was found out: by order how urgent every candidate is, by check whether it doubts each, the slot scores."""

    urgency: dict[str, list[float]]
    doubted: dict[str, list[bool]]
    scores: list[SlotScore | None]


def slots_judged(draw: SlotDraw, encoder: TransformersEncoder, *, seed: int) -> SlotsJudged:
    """Judge the candidates as the app does."""
    rows = [*draw.accepted, *draw.candidates]
    placed = [Row(at, one.text, one.intent, one.language, one.spans) for at, one in enumerate(rows)]
    known = Known(encoder)
    vectors, schema = known.texts(placed), schema_of(placed)
    accepted, waiting = placed[: len(draw.accepted)], placed[len(draw.accepted) :]
    intents = scored(accepted, waiting, vectors)
    slots, alone = (slots_scored(accepted, waiting, known.words, schema, learn_all=every) for every in (True, False))
    reference = _reference(accepted, schema, vectors)
    own = vectors[len(accepted) :]
    before, after = (
        [one.finding for one in judge(waiting, own, reference, None, intents, given)] for given in (None, slots)
    )
    chance = Random(seed)  # noqa: S311 - a sample, no secret
    return SlotsJudged(
        {
            RANDOM: [chance.random() for _ in waiting],
            INTENT: [1 - _probability(one) for one in intents],
            ACCEPTED_ALONE: [1 - _probability(one) for one in alone],
            SLOTS: [1 - _probability(one) for one in slots],
            COMBINED: [1 - _probability(one) * _probability(other) for one, other in zip(intents, slots, strict=True)],
            WORTH_BEFORE: [1 - one.doubt_rank for one in before],
            WORTH: [1 - one.doubt_rank for one in after],
            OWN: [one.rank for one in after],
        },
        {check: [_doubts(one, check) for one in after] for check in CHECKS},
        slots,
    )


def slots_scored(
    accepted: Sequence[Row],
    waiting: Sequence[Row],
    words_of: Callable[[Sequence[Row]], list[Words]],
    schema: Schema,
    *,
    learn_all: bool = True,
) -> list[SlotScore | None]:
    """The slot score of every waiting row; learnt from these too, or from the accepted ones alone."""
    learnt = [*accepted, *waiting] if learn_all else list(accepted)
    weights = [ACCEPTED_WEIGHT] * len(accepted) + [1.0] * (len(learnt) - len(accepted))
    folds = dealt_out([keys_of(row) for row in learnt], [row.intent for row in learnt])
    taught = Taught(learnt, words_of(learnt), weights)
    students = SlotFolds([train_slots(taught, folds, without) for without in range(FOLDS + 1)], folds)
    slots = {one.name: frozenset(one.slots) for one in schema.intents}
    return students.scores(waiting, [keys_of(row) for row in waiting], words_of(waiting), slots)


def _reference(accepted: Sequence[Row], schema: Schema, vectors: NDArray[np.float16]) -> Reference:
    decided = Decided(range(len(accepted)), [row.intent for row in accepted], vectors[: len(accepted)])
    return Reference(learn(accepted, schema, "en"), decided, Decided((), (), vectors[:0]))


def _probability(score: Score | SlotScore | None) -> float:
    return score.probability if score else 0.5


def _doubts(found: Finding, check: str) -> bool:
    return any(verdict.check == check for verdict in found.doubts)

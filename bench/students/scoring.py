"""The product's own score of each generated utterance, by small students that were trained without it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.domain.utterance import Utterance
from backend.insight.context import Context
from backend.insight.doubting_labels import cross_fold_agrees
from backend.insight.knowledge import learn
from backend.students.cross_fold import Accepted, CrossFold, chosen, held_out, train
from backend.students.folds import FOLDS, keys_of
from bench.scores.slot_orders import slots_scored
from bench.students.sampling import Case
from bench.students.vectors import Vectors, row_of

LEAST_SLOT_SCORE = 0.1
"""The least slot score of what is used, among those that the review page offers to filter by."""


def undoubted(case: Case, written: Sequence[Utterance], vectors: Vectors) -> tuple[Utterance, ...]:
    """The generated utterances whose text does not speak against the new intent.

    What is learnt is what would be accepted in a project: the other intents' utterances and the seeds, which all
    generated ones are held to be made from.
    """
    real = (*case.others, *case.new.seeds)
    real = tuple(real[at] for at in chosen([one.intent for one in real], [one.text for one in real]))
    if not (real and written):
        return tuple(written)
    keys = [keys_of(row_of(at, one)) for at, one in enumerate(real)]
    accepted = Accepted([one.intent for one in real], keys, vectors.of(real).astype(np.float16))
    folds = held_out(accepted)
    scorer = CrossFold([train(accepted, folds, without) for without in range(FOLDS + 1)], folds)
    rows = [row_of(at, one) for at, one in enumerate(written)]
    made_from = [seed.text for seed in case.new.seeds]
    scores = scorer.scores(
        [row.intent for row in rows],
        [keys_of(row, made_from) for row in rows],
        vectors.of(written).astype(np.float16),
    )
    known = learn([], case.new.schema, case.new.seeds[0].language)
    judged = [cross_fold_agrees(row, Context(known, score=one)) for row, one in zip(rows, scores, strict=True)]
    return tuple(one for one, verdict in zip(written, judged, strict=True) if verdict.passed)


def likely_slots(case: Case, written: Sequence[Utterance], vectors: Vectors) -> tuple[Utterance, ...]:
    """The generated utterances none of whose words stands in an unlikely slot.

    What is learnt from are the seeds, as accepted, and what was generated, as waiting for review.
    """
    if not written:
        return ()
    accepted = [row_of(at, one) for at, one in enumerate(case.new.seeds)]
    waiting = [row_of(len(accepted) + at, one) for at, one in enumerate(written)]
    scores = slots_scored(accepted, waiting, vectors.words, case.new.schema)
    return tuple(
        one
        for one, score in zip(written, scores, strict=True)
        if score is None or score.probability >= LEAST_SLOT_SCORE
    )

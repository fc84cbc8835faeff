"""Whether one student is better than another, on the same test set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.utterance import Utterance
from backend.students.metrics import outcomes
from backend.students.resampling import RESAMPLES, Paired, mcnemar, paired_bootstrap
from backend.students.student import Prediction


@dataclass(frozen=True)
class Comparison:
    """The first student's figures minus the second's."""

    intent_accuracy: Paired
    slot_f1: Paired
    frame_accuracy: Paired


def compare(
    gold: Sequence[Utterance],
    ours: Sequence[Prediction],
    theirs: Sequence[Prediction],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Comparison:
    """Test two students' predictions for the same utterances against each other.

    Intents and frames, right or wrong, by McNemar's exact test; slot F1, a ratio of sums, by the paired bootstrap.

    Raises:
        InvalidValue: predictions that do not fit the utterances; it names the line.
    """
    first, second = outcomes(gold, ours), outcomes(gold, theirs)
    return Comparison(
        mcnemar(first.intents, second.intents, seed=seed, resamples=resamples),
        paired_bootstrap(first.ratios()["slot_f1"], second.ratios()["slot_f1"], seed=seed, resamples=resamples),
        mcnemar(first.frames, second.frames, seed=seed, resamples=resamples),
    )

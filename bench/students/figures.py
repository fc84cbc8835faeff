"""The columns of the table: what a student is worth on the new intent, and on all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.domain.utterance import Utterance
from backend.students.metrics import outcomes
from backend.students.student import Prediction

COLUMNS = {
    "target_recall": "new: recall",
    "target_slot_f1": "new: slot F1",
    "intent_accuracy": "all: intent accuracy",
    "slot_f1": "all: slot F1",
    "frame_accuracy": "all: frame accuracy",
}
"""Figure → its head in the table."""


def figures(gold: Sequence[Utterance], said: Sequence[Prediction], target: str) -> dict[str, float]:
    """All columns, from 0 to 1; the new intent's are over the test utterances that have it.

    Raises:
        InvalidValue: predictions that do not fit the utterances.
    """
    each = outcomes(gold, said)
    of_target = np.array([one.intent == target for one in gold])
    shares = {name: above.sum() / below.sum() for name, (above, below) in each.ratios().items()}
    local = {name: above[of_target].sum() / below[of_target].sum() for name, (above, below) in each.ratios().items()}
    named = {"target_recall": local["intent_accuracy"], "target_slot_f1": local["slot_f1"], **shares}
    return {name: round(float(named[name]), 5) for name in COLUMNS}

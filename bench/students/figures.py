"""The columns of the table: what a student is worth on the new intent, and on all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
    local = [at for at, one in enumerate(gold) if one.intent == target]
    of_target = overall([gold[at] for at in local], [said[at] for at in local])
    return {
        "target_recall": of_target["intent_accuracy"],
        "target_slot_f1": of_target["slot_f1"],
        **overall(gold, said),
    }


def overall(gold: Sequence[Utterance], said: Sequence[Prediction]) -> dict[str, float]:
    """Intent accuracy, slot F1 and frame accuracy, from 0 to 1.

    Raises:
        InvalidValue: as `figures`.
    """
    return {name: _share(*sums) for name, sums in outcomes(gold, said).ratios().items()}


def _share(above: NDArray[np.float64], below: NDArray[np.float64]) -> float:
    """As in `metrics`: slots are right where there is no span to find, and none was found."""
    return round(float(above.sum() / below.sum()), 5) if below.any() else 1.0

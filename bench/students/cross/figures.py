"""The columns of the experiment's tables: what a student is worth in the language, on the new intents and on all."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

from backend.domain.utterance import Utterance
from backend.students.student import Prediction
from bench.students.cross.protocol import MASSIVE, MTOP
from bench.students.figures import overall

_ALL = {"intent_accuracy": "intent accuracy", "slot_f1": "slot F1", "frame_accuracy": "frame accuracy"}

COLUMNS = {
    MASSIVE: {
        "new_recall": "new: recall",
        "new_slot_f1": "new: slot F1",
        "new_frame_accuracy": "new: frame accuracy",
        **{name: f"all: {head}" for name, head in _ALL.items()},
    },
    MTOP: {"new_recall": "recall", **_ALL},
}
"""Data set → figure → its head in the table; on mTOP all intents that are asked are new in the language."""


def figures(gold: Sequence[Utterance], said: Sequence[Prediction], new: Sequence[str]) -> dict[str, float]:
    """All columns, from 0 to 1. Recall is the mean over the new intents, however many utterances each has.

    Raises:
        InvalidValue: predictions that do not fit the utterances.
    """
    of_new = _of(gold, said, new)
    recalls = [_of(gold, said, (name,))["intent_accuracy"] for name in new if any(one.intent == name for one in gold)]
    return {
        "new_recall": round(mean(recalls), 5) if recalls else 1.0,
        "new_slot_f1": of_new["slot_f1"],
        "new_frame_accuracy": of_new["frame_accuracy"],
        **overall(gold, said),
    }


def _of(gold: Sequence[Utterance], said: Sequence[Prediction], intents: Sequence[str]) -> dict[str, float]:
    places = [at for at, one in enumerate(gold) if one.intent in intents]
    return overall([gold[at] for at in places], [said[at] for at in places])

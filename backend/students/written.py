"""What a finished training run says of itself on the student's card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.students.card import KIND
from backend.teacher.weights import file_hash

if TYPE_CHECKING:
    from backend.students.training import Training


def card_of_run(training: Training, state: Any, how: Mapping[str, Any], weights: Mapping[str, Path]) -> dict[str, Any]:
    """The card.

    Args:
        state: the Trainer's state at the end of the run.
        how: seconds, device and dtype. weights: name → file of what it is hashed from.
    """
    points = curve(state.log_history)
    best = max((point["frame_accuracy"] for point in points if "frame_accuracy" in point), default=None)
    data = training.data
    return {
        "kind": KIND,
        "uid": training.uid,
        "encoder": training.settings.encoder,
        "labels": asdict(data.labels),
        "data": {
            "sources": dict(training.sources),
            "sha256": data.sha256,
            "teaching": len(data.teaching),
            "measuring": len(data.measuring),
            "widened": data.widened,
            "intents": data.counts,
            "languages": sorted({utterance.language for utterance in data.teaching}),
        },
        "settings": asdict(training.settings),
        "result": {
            "held_out_frame_accuracy": best,
            "steps": state.global_step,
            "of_steps": state.max_steps,
            **how,
        },
        "curve": points,
        "weights": {name: file_hash(file) for name, file in weights.items()},
        "versions": {name: version(name) for name in ("torch", "transformers")},
        "date": datetime.now(UTC).date().isoformat(),
    }


def curve(history: list[dict[str, Any]]) -> list[dict[str, float]]:
    """Step, loss and held-out frame accuracy, as far as each was measured, in the order of the steps.

    >>> curve([{"step": 5, "loss": 2.0}, {"step": 5, "eval_loss": 0.25}, {"step": 9, "train_runtime": 3}])
    [{'step': 5, 'loss': 2.0, 'frame_accuracy': 0.75}]
    """
    points: dict[int, dict[str, float]] = {}
    for entry in history:
        point = points.setdefault(entry["step"], {"step": entry["step"]})
        if "loss" in entry:
            point["loss"] = round(entry["loss"], 4)
        if "eval_loss" in entry:
            point["frame_accuracy"] = share_right(entry["eval_loss"])
    return [points[step] for step in sorted(points) if len(points[step]) > 1]


def share_right(held_out_loss: float) -> float:
    """The share of held-out frames that are right, from 0 to 1; nan before it was measured.

    What breaks ties makes the loss, which is the share of wrong ones, a little more than 1 where all are wrong.

    >>> str(share_right(1.0002)), share_right(0.25), share_right(float("nan"))
    ('0.0', 0.75, nan)
    """
    right = 1 - held_out_loss
    return 0.0 if right <= 0 else round(right, 3)

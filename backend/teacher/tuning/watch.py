"""Watching a tuning run: how far it is, how the loss falls, and when to stop."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend.domain.errors import Unavailable


@dataclass(frozen=True)
class Progress:
    """How far a run is: steps done and to do, and the losses measured last (nan before the first)."""

    step: int
    steps: int
    loss: float = math.nan
    held_out_loss: float = math.nan


def watch_callback(progress: Callable[[Progress], None], should_stop: Callable[[], bool], patience: int) -> Any:
    """A Trainer callback that reports every step, and ends the run early when it should stop or gets no better.

    A run that should stop keeps a checkpoint of where it is.
    """
    from transformers import TrainerCallback

    class Watch(TrainerCallback):
        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002 - the Trainer's names
            progress(_progress(state))
            if should_stop():
                control.should_training_stop = control.should_save = True

        def on_evaluate(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
            progress(_progress(state))
            if worsening(state.log_history) >= patience:
                control.should_training_stop = True

    return Watch()


def require_learnt(state: Any, *, what: str, base: str) -> None:
    """Refuse what came out of a run whose held-out loss was no number from the beginning.

    Args:
        state: the Trainer's. what: "tuning" or "training", for the error. base: what was trained; likewise.

    Raises:
        Unavailable: says what to do.
    """
    if state.best_metric is None or not math.isfinite(state.best_metric):
        raise Unavailable(
            f"{what} whose held-out loss is no number",
            value=base,
            remedy="Begin another one with a lower learning rate, or in float32.",
        )


def worsening(history: list[dict[str, Any]]) -> int:
    """How many evaluations it is since the best one.

    >>> worsening([{"eval_loss": 2.0}, {"loss": 1.0}, {"eval_loss": 1.0}, {"eval_loss": 1.5}, {"eval_loss": 1.2}])
    2
    """
    losses = [entry["eval_loss"] for entry in history if "eval_loss" in entry]
    return len(losses) - 1 - losses.index(min(losses)) if losses else 0


def _progress(state: Any) -> Progress:
    def last(name: str) -> float:
        return next((entry[name] for entry in reversed(state.log_history) if name in entry), math.nan)

    return Progress(state.global_step, state.max_steps, last("loss"), last("eval_loss"))

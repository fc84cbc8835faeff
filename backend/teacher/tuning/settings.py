"""How a teacher is tuned."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.ranges import require_ranges


@dataclass(frozen=True)
class TuneSettings:
    """What a tuning run is told; all of it goes on the adapter's card.

    Attributes:
        full: tune all weights; False adds LoRA (Hu et al. 2021) of `rank` to every linear layer.
        alpha: LoRA's scale is alpha / rank.
        learning_rate: at its peak, after `warmup` (a share of the steps); it falls to 0 linearly.
        passes: how often every utterance is a target, in newly dealt lessons each time.
        batch_tokens: tokens of a batch, padding included, at most (a longer lesson is a batch of its own).
        longest: tokens of a lesson; what is over is cut off at the end of a target.
        held_out: share of the utterances, of every intent, whose lessons measure the loss and teach nothing.
        evaluations: how often that loss is measured in the whole run; a checkpoint is kept each time.
        patience: evaluations without a better loss after which the run stops; the best weights are kept.
        dtype: of the computation: "bfloat16", "float32"; None takes bfloat16 where the device computes in it.

    Raises:
        InvalidValue: a number out of its range.
    """

    full: bool = False
    rank: int = 32
    alpha: int = 64
    learning_rate: float = 1e-3
    warmup: float = 0.05
    passes: int = 3
    batch_tokens: int = 4096
    longest: int = 640
    held_out: float = 0.02
    evaluations: int = 12
    patience: int = 4
    dtype: str | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        require_ranges(
            self,
            rank=(1, 512),
            alpha=(1, 1024),
            learning_rate=(1e-7, 1.0),
            warmup=(0.0, 1.0),
            passes=(1, 1000),
            batch_tokens=(64, 1_000_000),
            longest=(16, 32_768),
            held_out=(0.001, 0.5),
            evaluations=(1, 1000),
            patience=(1, 1000),
            seed=(0, 2**31 - 1),
        )

"""How a semantic-parsing student is trained."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.ranges import require_ranges
from backend.teacher.packaged import UNTUNED_TEACHER
from backend.teacher.tuning.settings import TuneSettings


@dataclass(frozen=True)
class ParserSettings:
    """What a training run is told; all of it goes on the student's card.

    Attributes:
        base: the packaged model, a folder or a hub name: any decoder-only or encoder-decoder model with safetensors
            weights and no code of its own.
        full: train all weights; False adds LoRA of `rank` to every linear layer, scaled by alpha / rank.
        learning_rate: at its peak, after `warmup` (a share of the steps); it falls to 0 linearly.
        passes: over the data at most. least_steps: more passes where these would be fewer steps.
        batch_tokens: tokens of a batch, padding included, at most.
        longest: tokens of a text with its parse; a longer one is left out, and counted on the card.
        held_out: share of every intent that says when to stop and which weights are kept, and teaches nothing.
        evaluations: how often that is measured; a checkpoint is kept each time. patience: evaluations without a
            better one after which it stops.
        dtype: of the computation: "bfloat16", "float32"; None takes bfloat16 where the device computes in it.

    Raises:
        InvalidValue: a number out of its range.
    """

    base: str = UNTUNED_TEACHER
    full: bool = False
    rank: int = 16
    alpha: int = 32
    learning_rate: float = 1e-3
    warmup: float = 0.1
    passes: int = 6
    least_steps: int = 60
    batch_tokens: int = 1024
    longest: int = 512
    held_out: float = 0.1
    evaluations: int = 10
    patience: int = 4
    dtype: str | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        _ = self.tuning
        require_ranges(
            self,
            held_out=(0.0, 0.5),
            least_steps=(1, 1_000_000),
        )

    @property
    def tuning(self) -> TuneSettings:
        """What of them a teacher's tuning shares."""
        return TuneSettings(
            full=self.full, rank=self.rank, alpha=self.alpha, learning_rate=self.learning_rate, warmup=self.warmup,
            passes=self.passes, batch_tokens=self.batch_tokens, longest=self.longest, evaluations=self.evaluations,
            patience=self.patience, dtype=self.dtype, seed=self.seed,
        )  # fmt: skip

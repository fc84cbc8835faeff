"""How a student is trained."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.errors import InvalidValue
from backend.domain.ranges import require_ranges
from backend.students.packaged import DEFAULT_ENCODER

POOLINGS = ("cls", "mean")
BALANCES = ("none", "weights", "sampling")


@dataclass(frozen=True)
class StudentSettings:
    """What a training run is told; all of it goes on the student's card.

    Attributes:
        encoder: the packaged one, a folder or a hub name: any encoder with safetensors weights and no code of its own.
        pooling: what the intent is told from: "cls", the first sub-token, or "mean", of all.
        balance: "weights" weighs the loss so that every intent counts alike; "sampling" draws every intent equally
            often; "none" does neither. With 10 utterances of an intent beside 300 of each other one, on SNIPS, the
            first found most of its utterances.
        learning_rate: at its peak, after `warmup` (a share of the steps); it falls to 0 linearly.
        passes: over the data at most. least_steps: more passes where these would be fewer steps.
        batch_tokens: sub-tokens of a batch, padding included, at most.
        longest: sub-tokens of an utterance; what is over is neither learnt from nor labelled.
        held_out: share of every intent that says when to stop and which weights are kept, and teaches nothing.
        evaluations: how often that is measured. patience: evaluations without a better one after which it stops.
        dtype: of the computation: "bfloat16", "float32"; None takes bfloat16 where the device computes in it.

    Raises:
        InvalidValue: a number out of its range, or an unknown choice.
    """

    encoder: str = DEFAULT_ENCODER
    pooling: str = "mean"
    balance: str = "weights"
    learning_rate: float = 3e-4
    warmup: float = 0.1
    dropout: float = 0.1
    passes: int = 10
    least_steps: int = 300
    batch_tokens: int = 512
    longest: int = 256
    held_out: float = 0.1
    evaluations: int = 20
    patience: int = 6
    dtype: str | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        for name, allowed in (("pooling", POOLINGS), ("balance", BALANCES)):
            if getattr(self, name) not in allowed:
                raise InvalidValue(f"setting {name}", value=getattr(self, name), remedy=f"Use {', '.join(allowed)}.")
        require_ranges(
            self,
            learning_rate=(1e-7, 1.0),
            warmup=(0.0, 1.0),
            dropout=(0.0, 0.9),
            passes=(1, 1000),
            least_steps=(1, 1_000_000),
            batch_tokens=(16, 1_000_000),
            longest=(8, 8192),
            held_out=(0.0, 0.5),
            evaluations=(1, 1000),
            patience=(1, 1000),
            seed=(0, 2**31 - 1),
        )

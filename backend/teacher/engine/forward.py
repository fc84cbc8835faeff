"""One pass through a model of transformers, over tokens that belong to many sequences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from backend.teacher.engine.attention import Step

if TYPE_CHECKING:
    import torch


class Forward:
    """A decoder-only model whose attention is the engine's.

    Attributes:
        limit: tokens that a sequence may have at most; None where any length is computed as the model would.
        told_window: whether a layer has said how far it looks back.
    """

    def __init__(self, model: Any) -> None:
        import torch

        self._model = model
        self.device: torch.device = model.device
        self.limit: int | None = None
        self.told_window = False
        # A mask of four dimensions is taken as it is; ours is never looked at, and spares building one.
        self._no_mask = torch.ones(1, 1, 1, 1, dtype=torch.bool, device=self.device)

    def __call__(
        self, tokens: Sequence[int], positions: Sequence[int], step: Step, wanted: Sequence[int]
    ) -> torch.Tensor:
        """Run the tokens, laid side by side in one row, each at its position of its own sequence.

        Args:
            step: knows which sequence a token belongs to.
            wanted: of which tokens the logits are wanted.

        Returns:
            Logits, wanted × vocabulary, float32.
        """
        import torch

        given = torch.tensor([tokens, positions], device=self.device)
        return self.run(given, step, torch.tensor(wanted, dtype=torch.long, device=self.device))

    def run(self, given: torch.Tensor, step: Step, wanted: torch.Tensor) -> torch.Tensor:
        """The same for tensors on the device; `given`: tokens and their positions, 2 × tokens."""
        found = self._model(
            input_ids=given[:1],
            position_ids=given[1:],
            attention_mask=self._no_mask,
            use_cache=False,
            logits_to_keep=wanted,
            teachset_step=step,
        )
        self.told_window = self.told_window or step.told_window
        return found.logits[0].float()

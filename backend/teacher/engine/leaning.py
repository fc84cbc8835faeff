"""Mixing what the model gives with what the wording of the examples suggests (see `teacher.suggestions`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def lean(
    logits: torch.Tensor, whole: torch.Tensor, suggested: Sequence[Mapping[int, float]], shares: Sequence[float]
) -> None:
    """Give each row's suggestions its share of the probability, in place; what they leave over stays the model's.

    A token that is masked stays so, and what it was suggested with is left over.

    Args:
        logits: rows × vocabulary, float32; whole: of each row its log-sum-exp before any mask.
        suggested: of each row, token → probability, together at most 1. shares: of each row, 0 to below 1.
    """
    import torch

    mixed = [
        (row, token, share * chance)
        for row, (tokens, share) in enumerate(zip(suggested, shares, strict=True))
        for token, chance in tokens.items()
        if share
    ]
    if not mixed:
        return
    rows, tokens, chances = (torch.tensor(some, device=logits.device) for some in zip(*mixed, strict=True))
    chances *= logits[rows, tokens] > -torch.inf
    given = torch.zeros(len(logits), device=logits.device).index_add(0, rows, chances)
    logits += (1 - given).log()[:, None]
    logits[rows, tokens] = torch.logaddexp(logits[rows, tokens], whole[rows] + chances.log())

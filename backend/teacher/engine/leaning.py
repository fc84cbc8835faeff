"""Mixing what the model gives with what the wording of the examples suggests (see `teacher.wording`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def lean(logits: torch.Tensor, whole: torch.Tensor, suggested: Sequence[Mapping[int, float]], share: float) -> None:
    """Give each row's suggestions that share of the probability, in place; what they leave over stays the model's.

    Args:
        logits: rows × vocabulary, float32; whole: of each row its log-sum-exp, which stays what it is.
        suggested: of each row, token → probability, together at most 1.
    """
    import torch

    rows = [row for row, tokens in enumerate(suggested) for _ in tokens]
    if not rows or not share:
        return
    tokens = [token for row in suggested for token in row]
    chances = torch.tensor([chance for row in suggested for chance in row.values()], device=logits.device)
    kept = torch.tensor([1 - share * sum(row.values()) for row in suggested], device=logits.device)
    logits += kept.log()[:, None]
    at = (torch.tensor(rows, device=logits.device), torch.tensor(tokens, device=logits.device))
    logits[at] = torch.logaddexp(logits[at], whole[at[0]] + (share * chances).log())

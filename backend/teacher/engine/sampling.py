"""Drawing a token for every row: temperature and top-p, with a random stream of its own for every row."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from backend.teacher.protocol import Sampling

if TYPE_CHECKING:
    import torch

LIKELIEST = (64, 2048)
"""How many of the likeliest tokens are sorted before the whole vocabulary is: sorting all of it took longest."""


def uniforms(seed: int, row: int, count: int) -> torch.Tensor:
    """`count` numbers from 0 to below 1 that depend on the batch's seed and the row alone: float64, on the CPU."""
    import torch

    digest = hashlib.sha256(f"{seed}/{row}".encode()).digest()
    generator = torch.Generator().manual_seed(int.from_bytes(digest[:8]) >> 1)
    return torch.rand(count, generator=generator, dtype=torch.float64)


def draw(logits: torch.Tensor, numbers: torch.Tensor, sampling: Sampling) -> torch.Tensor:
    """A token for every row.

    From the smallest set of likeliest tokens that holds `top_p` of the probability; the number says
    where in it, the likeliest first. Exact, however many tokens that takes.

    Args:
        logits: rows × vocabulary, float32; numbers: one per row, 0 to below 1.

    Returns:
        Token ids, one per row.
    """
    import torch

    if sampling.temperature == 0:
        return logits.argmax(-1)
    tokens = torch.empty(len(logits), dtype=torch.long, device=logits.device)
    left = torch.arange(len(logits), device=logits.device)
    numbers = numbers.to(logits.device, logits.dtype)
    logits = logits / sampling.temperature
    whole = logits.logsumexp(-1, keepdim=True)
    vocabulary = logits.shape[-1]
    for count in (*(count for count in LIKELIEST if count < vocabulary), vocabulary):
        some = logits if len(left) == len(logits) else logits[left]
        values, ids = some.topk(count)
        shares = (values - whole[left]).exp()
        summed = shares.cumsum(-1)
        inside = summed - shares < sampling.top_p
        held = (shares * inside).sum(-1)
        if sampling.top_p == 1:
            held = torch.ones_like(held)
        wanted = numbers[left] * held
        is_sure = (summed[:, -1] >= sampling.top_p) | ((sampling.top_p == 1) & (wanted < summed[:, -1]))
        if count == vocabulary:
            is_sure = torch.ones_like(is_sure)
        place = torch.searchsorted(summed, wanted[:, None], right=True)[:, 0]
        place = torch.minimum(place, inside.sum(-1) - 1)
        tokens[left[is_sure]] = ids.gather(-1, place[:, None])[:, 0][is_sure]
        left = left[~is_sure]
        if not len(left):
            break
    return tokens

"""The pieces that an encoder cuts texts into, and what stands for each in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Pieces:
    """What a text was cut into: int [pieces, 2] character offsets, end-exclusive; float32 [pieces, dimensions]."""

    edges: NDArray[np.int64]
    vectors: NDArray[np.float32]


NO_PIECES = Pieces(np.zeros((0, 2), np.int64), np.zeros((0, 0), np.float32))


def pieces_of(model: Any, tokenizer: Any, texts: Sequence[str], depth: float, longest: int) -> list[Pieces]:
    """The pieces of some texts, run as one batch, those around a text aside.

    Args:
        depth: of the layer whose states stand for the pieces, from 0 for what comes in to 1 for the last.
        longest: pieces from which a text is cut off.
    """
    import torch

    given = tokenizer(list(texts), truncation=True, max_length=longest, return_offsets_mapping=True)
    edges = [np.array(one, np.int64).reshape(-1, 2) for one in given.pop("offset_mapping")]
    batch = tokenizer.pad(given, return_tensors="pt")
    with torch.inference_mode():
        every = model(**batch, output_hidden_states=True).hidden_states
        states = every[round(depth * (len(every) - 1))].float().numpy()
    width, left = states.shape[1], tokenizer.padding_side == "left"
    found = []
    for row, one in enumerate(edges):
        inside = np.flatnonzero(one[:, 1] > one[:, 0])
        found.append(Pieces(one[inside], states[row, inside + (width - len(one) if left else 0)]))
    return found

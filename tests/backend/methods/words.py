"""A similarity without an encoder: words that are said to mean the same are alike, and no others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backend.methods.tokenised import Tokenised


class Dictionary:
    """1 for each pair of words given, else 0; `asked` counts how often it was asked."""

    def __init__(self, **meanings: str) -> None:
        self.meanings = meanings
        self.asked = 0

    def __call__(self, source: Tokenised, target: Tokenised) -> NDArray[np.float32]:
        self.asked += 1
        alike = [[float(self.meanings.get(one.text) == other.text) for other in target.tokens] for one in source.tokens]
        return np.array(alike, np.float32)

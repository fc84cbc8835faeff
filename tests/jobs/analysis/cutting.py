"""An encoder without weights that also tells words apart, by their trigrams."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.students.pieces import Pieces
from backend.students.tokens import student_tokens
from tests.backend.students.hashing import HashingEncoder


class CuttingEncoder(HashingEncoder):
    """The vectors of words are those of HashingEncoder of the same words alone. `cut` are the texts of each call."""

    def __init__(self) -> None:
        super().__init__()
        self.cut: list[list[str]] = []

    def pieces_of(self, texts: Sequence[str]) -> list[Pieces]:
        self.cut.append(list(texts))
        told = []
        for text in texts:
            tokens = student_tokens(text)
            edges = np.array([(token.start, token.end) for token in tokens], np.int64)
            told.append(Pieces(edges, super().encode([token.text for token in tokens])))
        return told

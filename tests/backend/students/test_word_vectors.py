"""Vectors of the words of a text, from those of the pieces that an encoder cuts it into."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from backend.students.pieces import NO_PIECES, Pieces
from backend.students.word_vectors import Cutting, word_vectors


class Cutter:
    """Pieces of three letters within a word, each along the axis of its first letter; nothing of what is no letter."""

    def pieces_of(self, texts: Sequence[str]) -> list[Pieces]:
        return [self._pieces(text) for text in texts]

    def _pieces(self, text: str) -> Pieces:
        edges, at = [], 0
        for word in text.split(" "):
            edges += [(at + n, min(at + n + 3, at + len(word))) for n in range(0, len(word), 3) if word.isalpha()]
            at += len(word) + 1
        if not edges:
            return NO_PIECES
        axes = np.array([np.eye(26)[ord(text[start]) - ord("a")] for start, _ in edges], np.float32)
        return Pieces(np.array(edges, np.int64), axes)


def test_a_word_is_the_mean_of_its_pieces_of_length_1() -> None:
    assert isinstance(Cutter(), Cutting)
    words, alone = word_vectors(Cutter(), ["abcd ef", "abc"])
    assert words.edges.tolist() == [[0, 4], [5, 7]]
    assert words.vectors[0][:5].tolist() == pytest.approx([0.5**0.5, 0, 0, 0.5**0.5, 0], abs=1e-3)
    assert words.vectors[1].tolist() == np.eye(26)[4].tolist()
    assert alone.vectors.shape == (1, 26)


def test_a_word_that_the_encoder_sees_nothing_of_has_zeros() -> None:
    (words,) = word_vectors(Cutter(), ["ab 5 cd"])
    assert words.edges.tolist() == [[0, 2], [3, 4], [5, 7]]
    assert not words.vectors[1].any()

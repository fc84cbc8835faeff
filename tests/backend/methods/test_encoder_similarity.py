"""Tokens by the vectors of their pieces."""

from __future__ import annotations

import numpy as np
import pytest

from backend.domain.tokens import Token
from backend.domain.utterance import Utterance
from backend.methods.encoder_similarity import EncoderSimilarity, token_vectors
from backend.methods.tokenised import Tokenised
from backend.students.encoder import Pieces


class Letters:
    """An encoder whose pieces are letters: each is its own direction."""

    def pieces(self, text: str) -> Pieces:
        edges = np.array([(at, at + 1) for at in range(len(text))])
        vectors = np.eye(128, dtype=np.float32)[[ord(letter) % 128 for letter in text]]
        return Pieces(edges, vectors)


def test_a_token_is_the_mean_of_the_pieces_that_touch_it() -> None:
    pieces = Pieces(np.array([[0, 2], [2, 5], [6, 7]]), np.array([[1, 0], [0, 1], [3, 4]], np.float32))
    tokens = (Token(0, 5, "hello"), Token(6, 8, "xx"), Token(9, 10, "?"))
    found = token_vectors(pieces, tokens)
    assert np.allclose(found, [[0.5**0.5, 0.5**0.5], [0.6, 0.8], [0, 0]])


def test_tokens_of_the_same_letters_are_the_most_alike() -> None:
    one, other = (Tokenised.made_of(Utterance(text, "any")) for text in ("live at night", "thing to evil"))
    alike = EncoderSimilarity(Letters)(one, other)
    assert (alike.shape, alike.dtype) == ((3, 3), np.float32)
    assert alike.argmax(axis=1).tolist() == [2, 1, 0]
    assert alike[0, 2] == pytest.approx(1.0)

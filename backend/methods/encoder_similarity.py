"""How alike tokens are by the vectors that an encoder gives them in their texts, for word alignment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from backend.domain.tokens import Token
from backend.methods.tokenised import Tokenised
from backend.students.encoder import Pieces

FLOOR = 0.5
"""A cosine that says nothing: any two things to eat are as much alike."""


class PieceEncoder(Protocol):
    """An encoder that gives the vectors of a text's pieces; see `TransformersEncoder`."""

    def pieces(self, text: str) -> Pieces: ...


class EncoderSimilarity:
    """Cosines of the tokens' vectors, each the mean of its pieces, from FLOOR up (see `alignment.Similarity`)."""

    def __init__(self, encoder: Callable[[], PieceEncoder]) -> None:
        self._encoder = encoder

    def __call__(self, source: Tokenised, target: Tokenised) -> NDArray[np.float32]:
        """See the protocol. A token without a piece of its own is like no other."""
        encoder = self._encoder()
        rows, columns = (token_vectors(encoder.pieces(one.text), one.tokens) for one in (source, target))
        return np.asarray(np.clip((rows @ columns.T - FLOOR) / (1 - FLOOR), 0, 1), np.float32)


def token_vectors(pieces: Pieces, tokens: Sequence[Token]) -> NDArray[np.float32]:
    """float32 [tokens, dimensions], each row of length 1, or 0 for a token that no piece touches."""
    starts, ends = pieces.edges[:, 0], pieces.edges[:, 1]
    bounds = np.array([(token.start, token.end) for token in tokens])
    touches = (starts < bounds[:, 1:]) & (ends > bounds[:, :1])
    summed = touches.astype(np.float32) @ pieces.vectors
    lengths = np.linalg.norm(summed, axis=1, keepdims=True)
    return np.asarray(np.divide(summed, lengths, out=np.zeros_like(summed), where=lengths > 0), np.float32)

"""The words of texts, each with a vector of what it means in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from backend.students.pieces import Pieces
from backend.students.tokens import student_tokens


@runtime_checkable
class Cutting(Protocol):
    """An encoder that also says what stands for each piece of a text; see TransformersEncoder."""

    def pieces_of(self, texts: Sequence[str]) -> list[Pieces]: ...


@dataclass(frozen=True)
class Words:
    """The tokens of one text: edges int [words, 2], end-exclusive; vectors float16 [words, dimensions] of length 1."""

    edges: NDArray[np.int64]
    vectors: NDArray[np.float16]


def word_vectors(encoder: Cutting, texts: Sequence[str]) -> list[Words]:
    """The words of each text; one that the encoder sees nothing of, or that was cut off, has zeros.

    Raises:
        Unavailable: the encoder's weights cannot be loaded. InvalidValue: a text that no utterance may hold.
    """
    return [_words(text, found) for text, found in zip(texts, encoder.pieces_of(texts), strict=True)]


def _words(text: str, pieces: Pieces) -> Words:
    edges = np.array([(token.start, token.end) for token in student_tokens(text)], np.int64).reshape(-1, 2)
    starts, ends = pieces.edges[:, 0], pieces.edges[:, 1]
    shared = (starts[None] < edges[:, 1:]) & (edges[:, :1] < ends[None])  # words × pieces
    sums = shared.astype(np.float32) @ pieces.vectors
    return Words(edges, (sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)).astype(np.float16))

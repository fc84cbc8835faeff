"""Vectors as they are stored, and back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_STORED = np.dtype("<f2")
"""Half precision moves a cosine by less than 0.001, and takes half of the room."""


def packed(vectors: NDArray[np.float32]) -> list[bytes]:
    """Each row as float16, little-endian."""
    return [row.tobytes() for row in vectors.astype(_STORED)]


def unpacked(stored: Sequence[bytes]) -> NDArray[np.float16]:
    """The rows again, [rows, dimensions]; of one encoder, so all of the same length."""
    if not stored:
        return np.zeros((0, 0), np.float16)
    return np.frombuffer(b"".join(stored), dtype=_STORED).reshape(len(stored), -1)

"""The nearest of a set of vectors, exactly, whatever the size of the set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

QUERIES, REFERENCES = 256, 8192
"""Rows of a block: their similarities take 8 MB."""

Matrix = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Nearest:
    """For each query its nearest references, the nearest first: two arrays [queries, at most k].

    `places` are rows of the reference; `similarities` are cosines, from -1 to 1.
    """

    places: NDArray[np.int64]
    similarities: NDArray[np.float32]


def nearest(queries: Matrix, reference: Matrix, k: int) -> Nearest:
    """The k rows of `reference` with the highest cosine to each query; of equal ones the first.

    Both hold vectors of length 1 in any float type. Blocks are multiplied in float32: memory stays at some tens of
    MB for 100,000 queries among 100,000 references.
    """
    blocks = [_of_block(queries[at : at + QUERIES], reference, k) for at in range(0, len(queries), QUERIES)]
    if not blocks:
        blocks = [Nearest(np.zeros((0, 0), np.int64), np.zeros((0, 0), np.float32))]
    return Nearest(
        np.concatenate([block.places for block in blocks]), np.concatenate([block.similarities for block in blocks])
    )


def _of_block(queries: Matrix, reference: Matrix, k: int) -> Nearest:
    places = np.zeros((len(queries), 0), np.int64)
    similarities = np.zeros((len(queries), 0), np.float32)
    wanted = queries.astype(np.float32, copy=False)
    for at in range(0, len(reference), REFERENCES):
        block = wanted @ reference[at : at + REFERENCES].astype(np.float32, copy=False).T
        best = _best(block, k)
        places = np.concatenate([places, best + at], axis=1)
        similarities = np.concatenate([similarities, np.take_along_axis(block, best, axis=1)], axis=1)
    # Earlier places come first, and sorting keeps the order of equals.
    order = np.argsort(-similarities, axis=1, kind="stable")[:, :k]
    ordered = np.take_along_axis(similarities, order, axis=1)
    return Nearest(np.take_along_axis(places, order, axis=1), np.clip(ordered, -1.0, 1.0))


def _best(block: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Places of the k highest of each row, in the order of their places."""
    if block.shape[1] <= k:
        return np.broadcast_to(np.arange(block.shape[1]), block.shape)
    # Of equals at the k-th place partitioning may take any: count how many are needed, and take the first.
    limit = np.partition(block, -k, axis=1)[:, -k : -k + 1 or None]
    above = block > limit
    room = k - above.sum(axis=1, keepdims=True)
    equal = block == limit
    chosen = above | (equal & (np.cumsum(equal, axis=1) <= room))
    return np.nonzero(chosen)[1].reshape(len(block), k)

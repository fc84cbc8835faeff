"""From a student's scores to the best tags that make valid spans."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def best_tags(scores: NDArray[np.floating], allowed: NDArray[np.bool_]) -> list[int]:
    """The sequence of tags with the highest sum of scores in which every `I-` continues its own slot.

    Viterbi's algorithm; between valid tags there are no scores of transitions.

    Args:
        scores: tokens × tags, log-probabilities; tags numbered as in `LabelMap`.
        allowed: tags: whether the utterance's intent may have the tag; the one of `O` must be.

    Returns:
        One number a token.
    """
    if not len(scores):
        return []
    masked = np.where(allowed, scores, -np.inf)
    begins, inside = slice(1, None, 2), slice(2, None, 2)
    best = masked[0].copy()
    best[inside] = -np.inf
    came_from: list[NDArray[np.int64]] = []
    numbers = np.arange(masked.shape[1])
    for row in masked[1:]:
        back = np.full(len(numbers), int(best.argmax()))
        back[inside] = np.where(best[begins] >= best[inside], numbers[begins], numbers[inside])
        came_from.append(back)
        best = best[back] + row
    path = [int(best.argmax())]
    for back in reversed(came_from):
        path.append(int(back[path[-1]]))
    return path[::-1]

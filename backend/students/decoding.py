"""From a student's scores to the best tags that make valid spans."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BEGINS, _INSIDE = slice(1, None, 2), slice(2, None, 2)


def best_tags(
    scores: NDArray[np.floating], allowed: NDArray[np.bool_], may_be_adjacent: NDArray[np.bool_]
) -> list[int]:
    """The sequence of tags with the highest sum of scores in which every `I-` continues its own slot.

    Viterbi's algorithm; between valid tags there are no scores of transitions. Behind a token of a slot of which no
    two spans are adjacent, `B-` can only mean `I-`: what the token has of both goes to that. A student that learnt
    from few values, most of them single words, often cannot tell the two apart.

    Args:
        scores: tokens × tags, log-probabilities; tags numbered as in `LabelMap`.
        allowed: tags: whether the utterance's intent may have the tag; the one of `O` must be.
        may_be_adjacent: slots: whether one span of it may stand right behind another.

    Returns:
        One number a token.
    """
    if not len(scores):
        return []
    masked = np.where(allowed, scores, -np.inf)
    best = masked[0].copy()
    best[_INSIDE] = -np.inf
    came_from: list[NDArray[np.int64]] = []
    for row in masked[1:]:
        back = _before(best, may_be_adjacent)
        came_from.append(back)
        best = best[back] + _continuing(row, may_be_adjacent)
    path = [int(best.argmax())]
    for back in reversed(came_from):
        path.append(int(back[path[-1]]))
    return path[::-1]


def _before(best: NDArray[np.floating], may_be_adjacent: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For every tag the best one that it can follow."""
    numbers, first = np.arange(len(best)), int(best.argmax())
    back = np.full(len(best), first)
    if first and not may_be_adjacent[(first - 1) // 2]:
        begin = first - 1 + first % 2
        others = best.copy()
        others[begin : begin + 2] = -np.inf
        back[begin] = others.argmax()
    back[_INSIDE] = np.where(best[_BEGINS] >= best[_INSIDE], numbers[_BEGINS], numbers[_INSIDE])
    return back


def _continuing(row: NDArray[np.floating], may_be_adjacent: NDArray[np.bool_]) -> NDArray[np.floating]:
    """The scores of a token behind another one."""
    scored = row.copy()
    scored[_INSIDE] = np.where(may_be_adjacent, row[_INSIDE], np.logaddexp(row[_BEGINS], row[_INSIDE]))
    return scored

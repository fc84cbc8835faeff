"""When a reviewer has had the better part of what waits for him, likely right ones first."""

from __future__ import annotations

from collections.abc import Sequence

LAST = 30
"""Decisions that are looked at: fewer swing too much, more notice too late."""

LEAST_KEPT = 0.5
"""The share of them that must have been kept for the next ones to be worth his time: whoever asks for new candidates
meets likely ones first again. See the figures of bench.scores.of_teacher."""


def is_worn_out(kept: Sequence[bool]) -> bool:
    """Whether a review has come to what is mostly wrong.

    Args:
        kept: of his decisions, the last one first, whether he accepted or corrected the candidate.

    >>> is_worn_out([False] * 29), is_worn_out([True, False] * 15), is_worn_out([False] * 16 + [True] * 14)
    (False, False, True)
    """
    last = kept[:LAST]
    return len(last) == LAST and sum(last) < LEAST_KEPT * LAST


def decided_until_worn_out(kept: Sequence[bool]) -> int:
    """How many decisions, the first one first, a reviewer makes who stops when the review is worn out."""
    made = range(LAST, len(kept))
    return next((number for number in made if is_worn_out(kept[number - LAST : number][::-1])), len(kept))

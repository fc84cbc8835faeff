"""What became of candidates that have something in common."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

PRIOR = 5.0
"""Decisions that the share of all that was accepted counts for, beside those that have it in common."""


@dataclass(frozen=True)
class Tried:
    """Candidates that were decided, and how many of them were accepted.

    The fewer were decided, the nearer `share` and `odds` are to those of all: `usual` is the share of all decided
    candidates that was accepted.
    """

    accepted: int = 0
    decided: int = 0

    def share(self, usual: float) -> float:
        """Of being accepted, from 0 to 1."""
        return (self.accepted + PRIOR * usual) / (self.decided + PRIOR)

    def odds(self, usual: float) -> float:
        """Of being accepted, over being rejected; above 0 whatever was decided."""
        return (self.accepted + PRIOR * usual + 1) / (self.decided - self.accepted + PRIOR * (1 - usual) + 1)


def usual_share(tried: Collection[Tried]) -> float:
    """The share of all decided candidates that was accepted; 1 where none was decided."""
    decided = sum(one.decided for one in tried)
    return sum(one.accepted for one in tried) / decided if decided else 1.0

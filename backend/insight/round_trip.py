"""The round trip of a candidate with a parse: from its text, by a student, to a parse again."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_SURE = 0.1
"""What a student counts at least, however seldom it was right: it disagrees for some reason."""


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """What a student said of a candidate's text.

    Attributes:
        exact, unordered: whether that is the candidate's parse, strictly or but for the order of labels beside each
            other. said: as it is written; what was wrong where it is no parse.
        right: how often the student was right on what it was measured on, but for the order, from 0 to 1.
    """

    exact: bool
    unordered: bool
    said: str
    right: float

    @property
    def confidence(self) -> float:
        """How much its disagreement counts."""
        return max(LEAST_SURE, self.right)

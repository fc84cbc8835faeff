"""What a student that was trained without an example makes of its slots."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SlotScore:
    """The word of an example whose slot could least have been told from the text, by a student that never saw it.

    Attributes:
        probability: of the slot that the word stands in, or of none, given the text and the slots that the intent may
            hold; from 0 to 1.
        word: as it stands in the text.
        given: the slot that it stands in; "" for none.
        likeliest, confidence: the slot that the student holds likeliest for it, "" for none, and its probability.
    """

    probability: float
    word: str
    given: str
    likeliest: str
    confidence: float

    @property
    def surprise(self) -> float:
        """From 0 to 1: how far the text speaks against the slot; 0 from a probability of 1/4, 1 from 1/40,000."""
        return min(1.0, max(0.0, math.log10(0.25 / max(self.probability, 1e-9)) / 4))

    @property
    def slot(self) -> str:
        """The slot to look at: the one that the word stands in, or that it should stand in."""
        return self.given or self.likeliest

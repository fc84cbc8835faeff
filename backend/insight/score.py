"""What a student that was trained without an example makes of its intent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """How far an example's intent could have been told from its text, by a student that never saw it.

    Attributes:
        probability: of its intent given the text, from 0 to 1.
        information: the pointwise V-information of text and intent, in bits (Ethayarajh et al. 2022): the binary
            logarithm of `probability` over the intent's share of what the student learnt from. Below 0 where the
            text speaks against the intent.
        likeliest, confidence: the intent that the student holds likeliest, and its probability.
    """

    probability: float
    information: float
    likeliest: str
    confidence: float

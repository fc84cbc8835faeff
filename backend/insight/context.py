"""What a candidate is judged by, beside its own text and labels."""

from __future__ import annotations

from dataclasses import dataclass

from backend.insight.knowledge import Knowledge
from backend.insight.prediction import Prediction
from backend.insight.round_trip import RoundTrip
from backend.insight.score import Score
from backend.insight.slot_score import SlotScore


@dataclass(frozen=True)
class Neighbour:
    """An accepted example near the candidate, and the cosine between them."""

    id: int
    intent: str
    similarity: float


@dataclass(frozen=True)
class Context:
    """Everything that a check may ask.

    Attributes:
        accepted: the nearest accepted examples of the language, of any intent, the nearest first; empty where no
            vectors are known.
        same_intent: the highest cosine to an accepted example of the same intent and language; None where there
            is no such example, or no vector.
        embedded: whether the candidate has a vector.
        prediction: of a student; None where there is no student.
        score, slots: of its intent and of its slots, by students that were trained without the candidate; None where
            too little is accepted for them.
        round_trip: what a student of parses makes of the text; None where none was asked.
    """

    knowledge: Knowledge
    accepted: tuple[Neighbour, ...] = ()
    same_intent: float | None = None
    embedded: bool = False
    prediction: Prediction | None = None
    score: Score | None = None
    slots: SlotScore | None = None
    round_trip: RoundTrip | None = None

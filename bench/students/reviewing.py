"""Which generated utterances are used: those with which a student agrees that has not seen them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from backend.domain.utterance import Utterance
from backend.students.student import Prediction


def agrees(utterance: Utterance, said: Prediction) -> bool:
    """Whether a student gives the utterance the intent, and exactly the spans, that it came with."""
    return said.intent == utterance.intent and tuple(sorted(said.spans)) == utterance.spans


def corrected(utterance: Utterance, said: Prediction) -> Utterance:
    """The utterance with the spans that a student gives it, as a reviewer corrects one whose intent is right."""
    return replace(utterance, spans=said.spans)


def accepted(utterances: Sequence[Utterance], said: Sequence[Prediction]) -> tuple[Utterance, ...]:
    """The utterances with which the predictions, in the same order, agree."""
    return tuple(one for one, told in zip(utterances, said, strict=True) if agrees(one, told))

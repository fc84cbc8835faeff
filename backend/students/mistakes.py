"""What a student gets wrong: which intents it takes for which, and what goes wrong with each slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.utterance import Span, Utterance
from backend.students.student import Prediction


@dataclass(frozen=True)
class Confusion:
    """Utterances of one intent that were taken for another: their places in the test set."""

    intent: str
    said: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class SlotMistakes:
    """What became of a slot's spans in the test set.

    Attributes:
        times: spans to find; found: those that were.
        ends: found with other ends; other: taken for another slot; missed: not found at all. These and `found` are
            all of `times`. made_up: said where no span is.
        places: of the utterances in which it went wrong.
    """

    slot: str
    times: int
    found: int
    ends: int
    other: int
    missed: int
    made_up: int
    places: tuple[int, ...]

    @property
    def wrong(self) -> int:
        """Everything that went wrong with it."""
        return self.times - self.found + self.made_up


def confusions(gold: Sequence[Utterance], said: Sequence[Prediction]) -> list[Confusion]:
    """The pairs of intents that were confused, the most frequent first."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, (one, answer) in enumerate(zip(gold, said, strict=True)):
        if one.intent != answer.intent:
            places[one.intent, answer.intent].append(at)
    found = [Confusion(intent, other, tuple(held)) for (intent, other), held in places.items()]
    return sorted(found, key=lambda one: (-len(one.places), one.intent, one.said))


def slot_mistakes(gold: Sequence[Utterance], said: Sequence[Prediction]) -> list[SlotMistakes]:
    """The slots with anything wrong, the worst first."""
    fates: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for at, (one, answer) in enumerate(zip(gold, said, strict=True)):
        for span in one.spans:
            fates[span.slot].append((_fate(span, answer.spans), at))
        for span in answer.spans:
            if not any(meet(span, other) for other in one.spans):
                fates[span.slot].append(("made_up", at))
    found = [_counted(slot, held) for slot, held in fates.items()]
    return sorted((one for one in found if one.wrong), key=lambda one: (-one.wrong, one.slot))


def _fate(span: Span, said: Sequence[Span]) -> str:
    met = [other for other in said if meet(span, other)]
    if span in met:
        return "found"
    if any(other.slot == span.slot for other in met):
        return "ends"
    return "other" if met else "missed"


def meet(span: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return span.start < other.end and other.start < span.end


def _counted(slot: str, fates: Sequence[tuple[str, int]]) -> SlotMistakes:
    counts = {name: sum(fate == name for fate, _at in fates) for name in ("found", "ends", "other", "missed")}
    made_up = sum(fate == "made_up" for fate, _at in fates)
    places = tuple(dict.fromkeys(at for fate, at in fates if fate != "found"))
    return SlotMistakes(slot, len(fates) - made_up, **counts, made_up=made_up, places=places)

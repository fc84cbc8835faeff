"""What to generate next: the labels that a student finds least well, is unsure of, or has seen little of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from backend.domain.utterance import Utterance
from backend.students.mistakes import meet
from backend.students.student import Prediction

UNSURE = 0.65
"""A student that gives no intent this probability is unsure: all others together have a third or more."""

_WEAK, _UNSURE_SHARE, _RARE = 0.9, 0.25, 0.5
_LEAST_MEASURED, _LEAST_UNSURE = 2, 3
_LEAST_ASKED, _MOST_ASKED = 20, 200


class Label(NamedTuple):
    """An intent in a language; or a slot in it, else `slot` is empty."""

    language: str
    intent: str
    slot: str = ""


@dataclass
class Standing:
    """How a student stands with a label.

    Attributes:
        accepted: examples that hold it. tested: how often the test set has it; found: how often the student did.
        made_up: slots that it marked where none is. taken_for: intents that it said instead.
        seen, unsure: predictions on it, and those that were unsure.
    """

    accepted: int = 0
    tested: int = 0
    found: int = 0
    made_up: int = 0
    taken_for: Counter[str] = field(default_factory=Counter)
    seen: int = 0
    unsure: int = 0


@dataclass(frozen=True)
class Need:
    """A label that more utterances would help, how many to ask for, and why, in sentences; `weight` orders."""

    label: Label
    count: int
    why: tuple[str, ...]
    weight: float


def standings(
    accepted: Mapping[Label, int],
    gold: Sequence[Utterance],
    said: Sequence[Prediction],
    waiting: Mapping[Label, tuple[int, int]],
) -> dict[Label, Standing]:
    """How a student stands with every label.

    Args:
        accepted: how many accepted examples hold each label, 0 for those that the schema lets be held.
        gold, said: test utterances and what the student said of them.
        waiting: for intents, how many candidates it has predicted, and of how many it was unsure.
    """
    found: dict[Label, Standing] = defaultdict(Standing)
    for label, count in accepted.items():
        found[label].accepted = count
    for one, answer in zip(gold, said, strict=True):
        whole = found[Label(one.language, one.intent)]
        whole.tested += 1
        whole.found += one.intent == answer.intent
        whole.seen += 1
        whole.unsure += answer.confidence < UNSURE
        if one.intent != answer.intent:
            whole.taken_for[answer.intent] += 1
        for span in one.spans:
            part = found[Label(one.language, one.intent, span.slot)]
            part.tested += 1
            part.found += span in answer.spans
        for span in answer.spans:
            if not any(meet(span, other) for other in one.spans):
                found[Label(one.language, one.intent, span.slot)].made_up += 1
    for label, (seen, unsure) in waiting.items():
        found[label].seen += seen
        found[label].unsure += unsure
    return dict(found)


def needs(found: Mapping[Label, Standing]) -> list[Need]:
    """What would help most, first; a label that stands well is left out."""
    whole = _usual(one.accepted for label, one in found.items() if not label.slot)
    part = _usual(one.accepted for label, one in found.items() if label.slot)
    made = []
    for label, standing in found.items():
        usual = part if label.slot else whole
        reasons = [*_weak(standing), *_unsure(standing)]
        # Where an intent is rare, so are its slots: the intent is asked for, and brings them.
        if not label.slot or not _rare(found.get(Label(label.language, label.intent), Standing()), whole):
            reasons += _rare(standing, usual)
        if reasons:
            weight = sum(weight for weight, _said in reasons)
            count = _count(usual - standing.accepted)
            made.append(Need(label, count, tuple(said for _weight, said in reasons), round(weight, 4)))
    return sorted(made, key=lambda one: (-one.weight, one.label))


def _weak(one: Standing) -> list[tuple[float, str]]:
    total = one.tested + one.made_up
    if total < _LEAST_MEASURED or one.found >= _WEAK * total:
        return []
    said = f"The student found {one.found:,} of {one.tested:,} that were put aside"
    if one.taken_for:
        other, times = min(one.taken_for.items(), key=lambda item: (-item[1], item[0]))
        said += f", and took {times:,} for {other}"
    if one.made_up:
        said += f", and marked {one.made_up:,} where none is"
    # Of few that were tested, a miss says less.
    return [((1 - one.found / total) * total / (total + 2), f"{said}.")]


def _unsure(one: Standing) -> list[tuple[float, str]]:
    if one.unsure < _LEAST_UNSURE or one.unsure < _UNSURE_SHARE * one.seen:
        return []
    said = f"It is unsure of {one.unsure:,} of {one.seen:,} that it read: no intent has {UNSURE:.0%}."
    return [(one.unsure / one.seen / 2, said)]


def _rare(one: Standing, usual: int) -> list[tuple[float, str]]:
    if one.accepted >= _RARE * usual:
        return []
    held = f"{one.accepted:,} accepted" if one.accepted else "None accepted yet"
    return [((1 - one.accepted / usual) / 2, f"{held}; the median is {usual:,}.")]


def _usual(counts: Iterable[int]) -> int:
    held = [count for count in counts if count]
    return round(median(held)) if len(held) > 1 else 0


def _count(lacking: int) -> int:
    """In tens, as people ask."""
    return min(max(-(-lacking // 10) * 10, _LEAST_ASKED), _MOST_ASKED)

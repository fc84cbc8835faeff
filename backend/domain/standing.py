"""How a project stands: what it holds of what, and what became of what was written for it."""

from __future__ import annotations

from dataclasses import dataclass

Combination = tuple[str, ...]
"""The slots of an utterance, sorted, each as often as it is held; `()` for one without slots."""


def combination(slots: tuple[str, ...] | list[str]) -> Combination:
    """
    >>> combination(["day", "city", "city"])
    ('city', 'city', 'day')
    """
    return tuple(sorted(slots))


@dataclass(frozen=True)
class Holding:
    """How many examples of an intent, in a language, with just these slots are accepted, and how many wait."""

    intent: str
    language: str
    slots: Combination
    accepted: int
    pending: int


@dataclass(frozen=True)
class LabelHolding:
    """In a project of parses: how many examples that hold a label, whatever else, are accepted, and how many wait.

    An example counts once for each label that it holds, so these overlap, as holdings do not.
    """

    intent: str
    language: str
    label: str
    accepted: int
    pending: int


@dataclass(frozen=True)
class Record:
    """What came of a method so far: its raw outputs, those that the checks kept, and the decisions on these."""

    raw: int = 0
    kept: int = 0
    accepted: int = 0
    rejected: int = 0

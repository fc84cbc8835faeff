"""All that is found out about one candidate, and where that puts it in the queue."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.candidate import Verdict
from backend.insight.context import Context
from backend.insight.doubts import doubts, risk
from backend.insight.row import Row
from backend.insight.score import Score
from backend.insight.slot_score import SlotScore
from backend.insight.worth import Rare, distance, rarest

LIKELY, NEW = 0.5, 0.5
"""What a candidate that is likely right counts for by itself, and for what is new in it: rare slots and values and
wording that is far from what is accepted count alike. See the tables of bench.scores.reviewing and of_teacher."""

UNSCORED = 0.5
"""The probability of an intent, or of slots, that nobody could score."""

TIE = 0.02
"""Where doubts come first, how improbable and new a candidate is decides only between those that are doubted alike:
among many intents that of a right one is often improbable too."""

FAR = 0.45
"""Distance from which a wording is called new; paraphrases with the same values have 0.05 to 0.35."""

UNRELIABLE = 0.5
"""Reliance on a method, below which the person is told what became of its candidates so far."""

FEW = 5
"""Accepted examples up to which a slot is called rare."""


@dataclass(frozen=True)
class Finding:
    """What a decision on a candidate is helped by.

    Attributes:
        doubts: the checks that failed, the weightiest first.
        doubt, likely, rarity, distance: what the ranks are made of, each from 0 to 1. `likely` says how likely the
            candidate is right: nothing doubts it, its intent and slots are probable, and what its method wrote was
            accepted before. A teacher's mistakes are new more often than what it writes right, so that what is new
            without being likely is no good start.
        rank: from 0, to be judged first, to 1: what is likely right and new comes first, what is doubted last.
        doubt_rank: the same where what is doubted most comes first.
        why: sentences for the person on what is new, what counts most first; the doubts speak for themselves.
    """

    doubts: tuple[Verdict, ...]
    doubt: float
    likely: float
    rarity: float
    distance: float
    rank: float
    doubt_rank: float
    why: tuple[str, ...]


def finding(row: Row, context: Context) -> Finding:
    """Judge one candidate by what is known."""
    failed = doubts(row, context)
    doubt = risk(failed, _confidence(row, context))
    relied = context.knowledge.reliance.on(row.method)
    probable = _probability(context.score) * _probability(context.slots) * relied
    likely = (1 - doubt) * probable
    rare = rarest(row, context)
    far = distance(context)
    new = (rare.rarity + far) / 2
    worth = likely * (LIKELY + NEW * new)
    why = (*_new(rare), *_far(far, row, context), *_unreliable(row, context, relied))
    if not failed and not why:
        why = ("It is much like what has been accepted.",)
    doubt_rank = 1 - (1 - TIE) * doubt - TIE * (1 - probable * (1 - new))
    return Finding(failed, doubt, likely, rare.rarity, far, 1 - worth, doubt_rank, why)


def _probability(score: Score | SlotScore | None) -> float:
    return UNSCORED if score is None else score.probability


def _confidence(row: Row, context: Context) -> dict[str, float]:
    """How sure those are who may disagree, by the check that tells of it."""
    said = (
        ("student-agrees", context.prediction),
        ("cross-fold-agrees", context.score),
        ("round-trip-agrees", context.round_trip),
    )
    sure = {check: one.confidence for check, one in said if one is not None}
    sure["words-together"] = 1 - context.knowledge.wording.trust(row).share
    return sure | ({"slots-fit": context.slots.surprise} if context.slots is not None else {})


def _unreliable(row: Row, context: Context, relied: float) -> tuple[str, ...]:
    if relied >= UNRELIABLE:
        return ()
    tried = context.knowledge.reliance.methods.get(row.method)
    if tried is None or not row.method:
        return ()
    return (f"Of {tried.decided:,} by {row.method} that were decided, {tried.accepted:,} were accepted.",)


def _new(rare: Rare) -> tuple[str, ...]:
    if not rare.slot:
        return ()
    if rare.with_slot == 0:
        return (f"No accepted utterance holds {rare.slot} yet.",)
    if rare.with_slot <= FEW:
        return (f"Few accepted utterances hold {rare.slot}.",)
    is_new = rare.value and rare.with_value == 0  # a label that holds others has no value
    return (f"“{rare.value}” is a new value of {rare.slot}.",) if is_new else ()


def _far(far: float, row: Row, context: Context) -> tuple[str, ...]:
    if context.embedded and context.same_intent is None:
        return (f"No accepted utterance of {row.intent} yet.",)
    return (f"It is worded unlike the accepted ones of {row.intent}.",) if far >= FAR else ()

"""Checks that do not drop a candidate, but say where a reviewer should look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backend.domain.candidate import Verdict
from backend.insight.context import Context
from backend.insight.doubting_labels import (
    cross_fold_agrees,
    in_catalogue,
    intent_of_neighbours,
    round_trip_agrees,
    slot_of_value,
    slots_fit,
    student_agrees,
    values_labelled,
)
from backend.insight.doubting_text import no_markup, no_repetition, words_together
from backend.insight.row import Row

RISKS = {
    "no-markup": 0.7,
    "no-repetition": 0.7,
    "words-together": 1.0,
    "cross-fold-agrees": 0.6,
    "slots-fit": 0.8,
    "intent-of-neighbours": 0.5,
    "slot-of-value": 0.5,
    "student-agrees": 0.5,
    "round-trip-agrees": 0.5,
    "values-labelled": 0.4,
    "in-catalogue": 0.2,
}
"""How likely a label or the text is wrong where a check fails: estimates, which order the queue and decide nothing.

Broken text is wrong more often than not; a value that a catalogue lacks is often just a new one.
"""


def doubts(row: Row, context: Context) -> tuple[Verdict, ...]:
    """The checks that failed, the weightiest first."""
    checks = (
        no_markup,
        no_repetition,
        words_together,
        cross_fold_agrees,
        slots_fit,
        intent_of_neighbours,
        slot_of_value,
        student_agrees,
        round_trip_agrees,
        values_labelled,
        in_catalogue,
    )
    return tuple(verdict for verdict in (check(row, context) for check in checks) if not verdict.passed)


def risk(failed: Iterable[Verdict], confidence: Mapping[str, float] | None = None) -> float:
    """From 0 to 1: how likely anything is wrong, were the checks independent.

    Args:
        confidence: of whoever speaks by a check, from 0 to 1, by its name; it counts as much as it is sure. What is
            named here and did not fail counts not.
    """
    right, sure = 1.0, confidence or {}
    for verdict in failed:
        right *= 1.0 - RISKS[verdict.check] * sure.get(verdict.check, 1.0)
    return 1.0 - right

"""What a semantic-parsing student is worth: three exact matches, never mixed, and the intent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.domain.errors import InvalidValue
from backend.domain.parse_match import exact_match, insensitive_match, unordered_match
from backend.domain.utterance import Utterance
from backend.students.parsing.data import parse_of
from backend.students.parsing.parser import ParsePrediction
from backend.students.resampling import RESAMPLES, Estimate, Paired, estimates, mcnemar

MATCHES = {
    "exact_match": "exact match",
    "unordered_match": "unordered exact match",
    "insensitive_match": "exact match but for spaces and case",
    "intent_accuracy": "intent accuracy",
}
"""Figure → what people call it."""


@dataclass(frozen=True)
class ParseShares:
    """Shares of the utterances of a test set, or of a part of it, with their 95% intervals.

    Attributes:
        exact_match: the same labels and words in the same order. unordered_match: but for the order of labels beside
            each other. insensitive_match: but for white space and case.
        intent_accuracy: the right labels at the top. unreadable: predictions that are no parse of the text; they
            count as wrong everywhere.
    """

    utterances: int
    exact_match: Estimate
    unordered_match: Estimate
    insensitive_match: Estimate
    intent_accuracy: Estimate
    unreadable: int


@dataclass(frozen=True)
class ParseFigures:
    """Everything that is measured of a student of parses on one test set."""

    overall: ParseShares
    languages: dict[str, ParseShares]
    intents: dict[str, ParseShares]


@dataclass(frozen=True)
class ParseComparison:
    """The first student's shares minus the second's, each by McNemar's exact test."""

    exact_match: Paired
    unordered_match: Paired
    insensitive_match: Paired
    intent_accuracy: Paired


Outcomes = dict[str, NDArray[np.float64]]
"""Figure → 1 for every utterance that is right by it, 0 for the others."""


def evaluate_parses(
    gold: Sequence[Utterance], said: Sequence[ParsePrediction], *, seed: int = 0, resamples: int = RESAMPLES
) -> ParseFigures:
    """Measure predictions against the utterances they were made for, in the same order.

    Args:
        seed, resamples: of the bootstrap that the intervals come from.

    Raises:
        InvalidValue: nothing to measure, other than one prediction an utterance, or an utterance without a parse.
    """
    each = parse_outcomes(gold, said)
    unreadable = np.array([one.parse is None for one in said])

    def shares(rows: NDArray[np.bool_]) -> ParseShares:
        one = np.ones(int(rows.sum()))
        measured = estimates({name: (each[name][rows], one) for name in MATCHES}, seed=seed, resamples=resamples)
        return ParseShares(int(rows.sum()), **measured, unreadable=int(unreadable[rows].sum()))

    languages, intents = np.array([one.language for one in gold]), np.array([one.intent for one in gold])
    return ParseFigures(
        shares(np.ones(len(gold), dtype=bool)),
        {str(name): shares(languages == name) for name in sorted(set(languages.tolist()))},
        {str(name): shares(intents == name) for name in sorted(set(intents.tolist()))},
    )


def compare_parses(
    gold: Sequence[Utterance],
    ours: Sequence[ParsePrediction],
    theirs: Sequence[ParsePrediction],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> ParseComparison:
    """Test two students' predictions for the same utterances against each other.

    Raises:
        InvalidValue: as `evaluate_parses`.
    """
    first, second = parse_outcomes(gold, ours), parse_outcomes(gold, theirs)
    return ParseComparison(
        **{name: mcnemar(first[name], second[name], seed=seed, resamples=resamples) for name in MATCHES}
    )


def parse_outcomes(gold: Sequence[Utterance], said: Sequence[ParsePrediction]) -> Outcomes:
    """What became of each utterance.

    Raises:
        InvalidValue: as `evaluate_parses`.
    """
    if not gold:
        raise InvalidValue("test set without an utterance")
    if len(gold) != len(said):
        raise InvalidValue(
            f"{len(said)} predictions for {len(gold)} utterances; the first without its own is line",
            value=min(len(gold), len(said)) + 1,
        )
    pairs = [(one.parse, parse_of(utterance)) for one, utterance in zip(said, gold, strict=True)]
    judged = {
        "exact_match": [exact_match(parse, right) for parse, right in pairs],
        "unordered_match": [unordered_match(parse, right) for parse, right in pairs],
        "insensitive_match": [insensitive_match(parse, right) for parse, right in pairs],
        "intent_accuracy": [parse is not None and parse.intent == right.intent for parse, right in pairs],
    }
    return {name: np.array(found, dtype=float) for name, found in judged.items()}

"""Figures of students of parses, by hand."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Utterance
from backend.students.parsing.metrics import compare_parses, evaluate_parses
from backend.students.parsing.parser import ParsePrediction

GOLD = [
    Utterance("two big Bowls", "ORDER", "en", parse=read_parse("[ORDER [NUMBER two ] [SIZE big ] [FOOD Bowls ] ]")),
    Utterance("one cup", "ORDER", "en", parse=read_parse("[ORDER [NUMBER one ] [FOOD cup ] ]")),
    Utterance("zwei", "ASK", "de", parse=read_parse("[ASK [NUMBER zwei ] ]")),
    Utterance("stop", "ASK", "de", parse=read_parse("[ASK ]")),
]


def said(*parses: str) -> list[ParsePrediction]:
    return [ParsePrediction(read_parse(one) if one else None, one, "" if one else "nothing written") for one in parses]


OURS = said("[ORDER [SIZE big ] [NUMBER two ] [FOOD Bowls ] ]", "[ORDER [NUMBER one ] [FOOD Cup ] ]", "", "[ASK ]")


def test_three_matches_are_three_figures_and_what_cannot_be_read_is_wrong() -> None:
    found = evaluate_parses(GOLD, OURS).overall
    assert found.utterances == 4
    assert (found.exact_match.value, found.unordered_match.value, found.insensitive_match.value) == (0.25, 0.5, 0.5)
    assert (found.intent_accuracy.value, found.unreadable) == (0.75, 1)
    assert found.exact_match.low <= 0.25 <= found.exact_match.high


def test_figures_come_by_language_and_by_intent() -> None:
    found = evaluate_parses(GOLD, OURS)
    assert {name: one.unordered_match.value for name, one in found.languages.items()} == {"de": 0.5, "en": 0.5}
    assert {name: (one.utterances, one.exact_match.value) for name, one in found.intents.items()} == {
        "ASK": (2, 0.5),
        "ORDER": (2, 0.0),
    }


def test_two_students_are_compared_on_the_same_texts() -> None:
    perfect = [ParsePrediction(one.parse, "") for one in GOLD]
    better = compare_parses(GOLD * 4, perfect * 4, OURS * 4)
    assert better.exact_match.difference.value == 0.75
    assert better.exact_match.p < 0.01
    assert compare_parses(GOLD, OURS, OURS).unordered_match.p == 1.0


def test_other_than_one_prediction_a_text_is_refused() -> None:
    with pytest.raises(InvalidValue, match="line"):
        evaluate_parses(GOLD, OURS[:3])
    with pytest.raises(InvalidValue):
        evaluate_parses([], [])
    with pytest.raises(InvalidValue):
        evaluate_parses([Utterance("stop", "ASK")], OURS[:1])

"""Scores of slots by students that never saw what they score."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from backend.insight.row import Row
from backend.insight.slot_score import SlotScore
from backend.students.cross_fold import dealt_out
from backend.students.folds import FOLDS, Keys, keys_of
from backend.students.slot_folds import SlotFolds, Taught, train_slots
from backend.students.tokens import student_tokens
from backend.students.word_vectors import Words

CITIES, DAYS = ("rome", "oslo", "lima", "cairo", "paris"), ("monday", "tuesday", "friday", "sunday")
SLOTS = {"go": frozenset({"city", "day"}), "stay": frozenset({"day"})}


def words_of(text: str) -> Words:
    """Cities lie near one axis, days near another, all other words elsewhere."""
    tokens = student_tokens(text)
    vectors = np.zeros((len(tokens), 8), np.float16)
    for at, token in enumerate(tokens):
        vectors[at, 0 if token.text in CITIES else 1 if token.text in DAYS else 2 + len(token.text) % 6] = 1
    return Words(np.array([(token.start, token.end) for token in tokens]), vectors)


def trip(city: str, day: str, opening: str = "take me to") -> Row:
    text = f"{opening} {city} on {day}"
    start, end = len(opening) + 1, len(opening) + 1 + len(city)
    return Row(0, text, "go", "en", ((start, end, "city"), (end + 4, end + 4 + len(day), "day")))


OPENINGS = ("go to", "drive to", "we fly to", "get me to")
TRIPS = [trip(city, day, opening) for city in CITIES for day, opening in zip(DAYS, OPENINGS, strict=True)]


@cache
def trained() -> SlotFolds:
    keys = [Keys((("text", row.text),)) for row in TRIPS]
    folds = dealt_out(keys, [row.intent for row in TRIPS])
    taught = Taught(TRIPS, [words_of(row.text) for row in TRIPS], [1.0] * len(TRIPS))
    return SlotFolds([train_slots(taught, folds, without) for without in range(FOLDS + 1)], folds)


def scored(row: Row) -> SlotScore | None:
    (score,) = trained().scores([row], [keys_of(row)], [words_of(row.text)], SLOTS)
    return score


def test_what_fits_has_a_high_score_and_the_word_that_does_not_is_named() -> None:
    right = trip("lima", "sunday")
    fine = scored(right)
    assert fine is not None
    assert fine.probability > 0.5
    label = scored(replace(right, spans=((11, 15, "day"), right.spans[1])))
    assert label is not None
    assert (label.word, label.given, label.likeliest, label.slot) == ("lima", "day", "city", "day")
    assert label.probability < 0.1 < 0.9 < label.confidence
    wider = scored(replace(right, spans=((8, 15, "city"), right.spans[1])))
    assert wider is not None
    assert (wider.word, wider.given, wider.likeliest) == ("to", "city", "")
    forgotten = scored(replace(right, spans=right.spans[:1]))
    assert forgotten is not None
    assert (forgotten.word, forgotten.given, forgotten.slot) == ("sunday", "", "day")


def test_only_slots_that_the_intent_may_hold_are_thought_of() -> None:
    text = "stay in lima on sunday"
    score = scored(Row(0, text, "stay", "en", ((16, 22, "day"),)))
    assert score is not None
    assert score.likeliest != "city", "the intent has no city, so that lima has no label is no doubt of this kind"


def test_an_example_is_scored_by_the_student_that_did_not_learn_it() -> None:
    row, students = TRIPS[3], trained()
    fold = students.folds.of[3]
    (score,) = students.scores([row], [Keys((("text", row.text),))], [words_of(row.text)], SLOTS)
    alone = SlotFolds([students.students[fold]] * (FOLDS + 1), students.folds)
    (same,) = alone.scores([row], [Keys((("text", "new"),))], [words_of(row.text)], SLOTS)
    assert score == same
    assert score is not None


def test_what_nobody_knows_has_no_score() -> None:
    rows = [Row(0, "hello there", "go", "en")] * 6
    keys = [Keys((("text", str(at)),)) for at in range(6)]
    folds = dealt_out(keys, ["go"] * 6)
    taught = Taught(rows, [words_of("hello there")] * 6, [1.0] * 6)
    assert train_slots(taught, folds, FOLDS) is None, "nothing holds a slot"
    silent = SlotFolds([None] * (FOLDS + 1), folds)
    assert silent.scores(rows[:1], [Keys(())], [words_of("hello there")], SLOTS) == [None]
    torn = Keys((("text", "0"), ("text", "1"), ("text", "2"), ("text", "3"), ("text", "4"), ("text", "5")))
    assert trained().folds.student_for("go", Keys(tuple(("text", row.text) for row in TRIPS))) is None
    assert folds.student_for("go", torn) is None


def test_a_slot_that_is_nearly_impossible_is_most_surprising() -> None:
    score = SlotScore(0.25, "rome", "city", "day", 0.7)
    assert [replace(score, probability=p).surprise for p in (0.3, 0.25, 0.0025, 1e-12)] == pytest.approx([0, 0, 0.5, 1])

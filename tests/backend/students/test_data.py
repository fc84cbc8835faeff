from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Span, Utterance
from backend.students.data import StudentData, student_data
from backend.students.labels import LabelMap
from tests.backend.students.conftest import said, trips


def test_a_share_is_held_out_and_the_rest_teaches() -> None:
    data = student_data(trips(), 0.2)
    assert 5 <= len(data.measuring) <= 12
    assert len(data.teaching) + len(data.measuring) == 48
    assert data.labels == LabelMap.of(trips())


def test_the_hash_is_of_what_is_there_in_any_order() -> None:
    assert student_data(trips(), 0.2).sha256 == student_data(trips()[::-1], 0.2).sha256
    assert student_data(trips(), 0.2).sha256 != student_data(trips()[1:], 0.2).sha256


def test_what_was_made_from_the_same_is_held_out_together() -> None:
    rows = trips()
    families = [(f"seed {at // 3}",) for at in range(len(rows))]
    for seed in range(10):
        data = student_data(rows, 0.3, seed=seed, families=families)
        of = [{families[rows.index(one)] for one in side} for side in (data.teaching, data.measuring)]
        assert data.measuring
        assert not of[0] & of[1]


def test_a_slot_that_only_one_utterance_has_is_never_held_out() -> None:
    only = Utterance("bring me to oslo at once", "book_trip", "en", (Span(17, 24, "speed"),))
    for seed in range(30):
        assert only in student_data([*trips(), only], 0.4, seed=seed).teaching


def test_what_stays_with_one_that_is_not_held_out_is_not_held_out_either() -> None:
    only = Utterance("bring me to oslo at once", "book_trip", "en", (Span(17, 24, "speed"),))
    rows = [*trips(), only]
    families = [("one seed",) if one in (only, rows[0]) else () for one in rows]
    for seed in range(10):
        data = student_data(rows, 0.4, seed=seed, families=families)
        assert {only, rows[0]} <= {*data.teaching}
        assert data.measuring


def test_spans_within_a_word_are_counted() -> None:
    part = Utterance("osloward", "book_trip", "en", (Span(0, 4, "city"),))
    assert student_data([*trips(), part], 0.0).widened == 1


def test_one_intent_or_an_untaught_label_is_refused() -> None:
    with pytest.raises(InvalidValue, match="one intent"):
        student_data(trips()[:5], 0.2)
    with pytest.raises(InvalidValue, match="no other"):
        StudentData(tuple(trips()), (Utterance("hm", "other"),), LabelMap.of(trips()))
    with pytest.raises(InvalidValue):
        student_data([], 0.2)
    assert said("to", "rome", "monday").text == "to rome on monday"


def test_parses_are_refused() -> None:
    parsed = Utterance("a talk on moss", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC moss ] ]"))
    with pytest.raises(InvalidValue, match="no student learns"):
        student_data([parsed, parsed], 0.1)

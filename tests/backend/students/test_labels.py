from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.students.labels import LabelMap
from tests.backend.students.conftest import trips

TRIPS = LabelMap(("book_trip", "cancel_trip"), ("city", "day"), (("city", "day"), ()))


def test_labels_are_those_that_occur() -> None:
    assert LabelMap.of(trips()) == TRIPS
    assert TRIPS.tags == ("O", "B-city", "I-city", "B-day", "I-day")
    assert TRIPS.tag_ids(("O", "I-day")) == (0, 4)


def test_a_schema_says_which_slots_an_intent_may_hold_besides() -> None:
    schema = Schema((Intent("cancel_trip", "", ("day", "reason")), Intent("never_seen")), (Slot("day"), Slot("reason")))
    assert LabelMap.of(trips(), schema).holds == (("city", "day"), ("day",))


def test_what_an_intent_does_not_hold_is_not_allowed() -> None:
    assert TRIPS.allowed.tolist() == [[True] * 5, [True, False, False, False, False]]
    assert LabelMap(("a", "b"), (), ((), ())).allowed.tolist() == [[True], [True]]


def test_spans_of_a_slot_are_adjacent_where_enough_of_them_stand_right_behind_another() -> None:
    side_by_side = Utterance("ann bob, call", "call", "en", (Span(0, 3, "name"), Span(4, 7, "name")))
    parted = Utterance("ann, bob", "call", "en", (Span(0, 3, "name"), Span(5, 8, "name")))
    other = Utterance("ann today", "call", "en", (Span(0, 3, "name"), Span(4, 9, "day")))
    assert LabelMap.of([side_by_side, *[parted] * 24]).adjacent == ("name",)  # one of 50
    assert LabelMap.of([side_by_side, *[parted] * 25]).adjacent == ()
    assert LabelMap.of([side_by_side, other]).may_be_adjacent.tolist() == [False, True]
    assert LabelMap.of([other, parted]).adjacent == ()


@pytest.mark.parametrize(
    ("intents", "slots", "holds"),
    [
        ((), (), ()),
        (("a",), (), ()),
        (("a", "a"), (), ((), ())),
        (("a",), ("s",), (("t",),)),
        (("a b",), (), ((),)),
        (("a",), ("<b>",), ((),)),
    ],
)
def test_a_map_that_makes_no_sense_is_refused(
    intents: tuple[str, ...], slots: tuple[str, ...], holds: tuple[tuple[str, ...], ...]
) -> None:
    with pytest.raises(InvalidValue):
        LabelMap(intents, slots, holds)


def test_adjacent_spans_of_an_unknown_slot_are_refused() -> None:
    with pytest.raises(InvalidValue, match="unknown slot"):
        LabelMap(("a",), ("s",), (("s",),), ("t",))

"""What to generate next: what is found badly, unsure or rare, each with its reason."""

from __future__ import annotations

from collections import Counter

from backend.domain.utterance import Span, Utterance
from backend.students.needs import Label, Standing, needs, standings
from backend.students.student import Prediction

BOOK, CALL_OFF = Label("en", "book"), Label("en", "call_off")
CITY = Label("en", "book", "city")


def booked(text: str = "go to rome") -> Utterance:
    return Utterance(text, "book", "en", (Span(6, 10, "city"),))


def test_what_a_student_says_is_counted_by_label() -> None:
    gold = [booked(), booked(), Utterance("never mind", "call_off")]
    said = [
        Prediction("book", 0.9, (Span(6, 10, "city"),)),
        Prediction("call_off", 0.5, (Span(3, 10, "city"),)),
        Prediction("call_off", 0.99, (Span(0, 5, "city"),)),
    ]
    found = standings({BOOK: 8, CITY: 7, CALL_OFF: 3}, gold, said, {CALL_OFF: (10, 4)})
    assert found[BOOK] == Standing(8, 2, 1, taken_for=Counter(call_off=1), seen=2, unsure=1)
    assert found[CITY] == Standing(7, 2, 1)
    assert found[CALL_OFF] == Standing(3, 1, 1, seen=11, unsure=4)
    assert found[Label("en", "call_off", "city")] == Standing(made_up=1)


def test_a_weak_label_says_how_many_were_found_and_what_they_were_taken_for() -> None:
    weak = Standing(40, 10, 4)
    weak.taken_for.update(call_off=5, other=1)
    (need,) = needs({BOOK: weak, CALL_OFF: Standing(40, 10, 10)})
    assert need.label == BOOK
    assert need.why == ("The student found 4 of 10 that were put aside, and took 5 for call_off.",)
    assert need.count == 20


def test_a_slot_that_is_marked_where_none_is_says_so() -> None:
    (need,) = needs({BOOK: Standing(40), CITY: Standing(40, 4, 4, made_up=6)})
    assert need.why == ("The student found 4 of 4 that were put aside, and marked 6 where none is.",)


def test_of_few_that_were_tested_a_miss_weighs_less() -> None:
    few, many = Label("en", "few"), Label("en", "many")
    found = {few: Standing(40, 2, 1), many: Standing(40, 40, 20), CALL_OFF: Standing(40, 1, 0)}
    assert [one.label for one in needs(found)] == [many, few]


def test_unsure_and_rare_labels_say_so_and_ask_for_what_lacks() -> None:
    found = {BOOK: Standing(200), CALL_OFF: Standing(140), Label("en", "ask"): Standing(30, seen=12, unsure=6)}
    (need,) = needs(found)
    assert need.label == Label("en", "ask")
    assert need.why == (
        "It is unsure of 6 of 12 that it read: no intent has 65%.",
        "30 accepted; the median is 140.",
    )
    assert need.count == 110


def test_of_two_labels_the_rare_one_is_held_against_the_median_of_both() -> None:
    (need,) = needs({BOOK: Standing(26), CALL_OFF: Standing(7)})
    assert need.why == ("7 accepted; the median is 16.",)


def test_the_slots_of_a_rare_intent_are_not_asked_for_beside_it() -> None:
    german = Label("de", "book")
    found = {
        BOOK: Standing(50),
        CALL_OFF: Standing(50),
        german: Standing(0),
        Label("de", "book", "city"): Standing(0),
        Label("de", "call_off"): Standing(30),
        Label("de", "call_off", "day"): Standing(1),
        CITY: Standing(30),
        Label("en", "call_off", "day"): Standing(30),
        Label("en", "book", "day"): Standing(2),
    }
    asked = {one.label: one for one in needs(found)}
    assert set(asked) == {german, Label("en", "book", "day"), Label("de", "call_off", "day")}
    assert asked[german].why == ("None accepted yet; the median is 50.",)
    assert asked[german].count == 50


def test_what_stands_well_asks_for_nothing() -> None:
    assert needs({BOOK: Standing(10, 10, 10, seen=10), CALL_OFF: Standing(9, 9, 9, seen=9)}) == []
    assert needs({}) == []

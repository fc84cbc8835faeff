from __future__ import annotations

from collections import Counter
from random import Random

from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from bench.snips import NewIntent
from bench.students.cells import taught
from bench.students.rows import row
from bench.students.sampling import Case, cases, mixed, unrepeated


def said(*texts: str, intent: str = "greet") -> tuple[Utterance, ...]:
    return tuple(Utterance(text, intent) for text in texts)


def intent_of(name: str, count: int) -> NewIntent:
    real = said(*(f"{name} {number}" for number in range(count)), intent=name)
    return NewIntent(name, Schema(), real[:2], real)


def test_seeds_are_repeated_in_turn_until_there_are_as_many_as_of_other_intents() -> None:
    assert mixed(said("a", "b", "c"), (), 7, Random(0)) == said("a", "b", "c", "a", "b", "c", "a")


def test_of_what_several_methods_wrote_alike_the_first_is_taken() -> None:
    assert unrepeated((*said("play it", "stop"), *said("Play it ", "go", intent="other"))) == (
        *said("play it", "stop"),
        *said("go", intent="other"),
    )


def test_generated_utterances_come_once_and_seeds_fill_what_is_left() -> None:
    assert Counter(one.text for one in mixed(said("a", "b"), said("x", "y", "z"), 8, Random(0))) == {
        "x": 1, "y": 1, "z": 1, "a": 3, "b": 2,
    }  # fmt: skip


def test_more_generated_ones_than_there_is_room_for_are_drawn_from_and_every_seed_stays() -> None:
    many = said(*(f"x{number}" for number in range(50)))
    drawn = mixed(said("a", "b"), many, 10, Random(0))
    assert len(drawn) == len({one.text for one in drawn}) == 10
    assert {"a", "b"} < {one.text for one in drawn}
    assert drawn == mixed(said("a", "b"), many, 10, Random(0)) != mixed(said("a", "b"), many, 10, Random(1))


def test_without_seeds_the_generated_ones_are_repeated_and_nothing_stays_nothing() -> None:
    assert mixed((), said("x", "y"), 5, Random(0)) == said("x", "y", "x", "y", "x")
    assert mixed((), (), 5, Random(0)) == ()


def test_each_chosen_intent_is_new_once_beside_the_same_utterances_of_the_others() -> None:
    every = [intent_of(name, 9) for name in ("alarm", "bank", "car")]
    first, second = cases(every, ["alarm", "car"], 0, 4)
    assert (first.new.name, second.new.name) == ("alarm", "car")
    assert Counter(one.intent for one in first.others) == {"bank": 4, "car": 4}
    assert first.size == len(first.real) == 4
    bank = {one for one in first.others if one.intent == "bank"}
    assert bank == {one for one in second.others if one.intent == "bank"}
    assert set(second.real) == {one for one in first.others if one.intent == "car"}
    assert bank != {one for one in cases(every, ["alarm"], 1, 4)[0].others if one.intent == "bank"}
    assert len(cases(every, ["alarm"], 0, None)[0].others) == 18


def test_what_a_student_of_a_row_learns_of_the_new_intent(case: Case) -> None:
    made = (case.real[5], case.real[6])
    assert taught(case, row("seeds"), ()) == case.new.seeds
    assert taught(case, row("real"), ()) == case.real
    assert Counter(taught(case, row("upsampled"), ())) == dict.fromkeys(case.new.seeds, 4)
    assert len(taught(case, row("linguist"), made)) == case.size == 12
    assert set(taught(case, row("linguist"), made)) == {*made, *case.new.seeds}
    assert Counter(taught(case, row("names:linguist"), made)) == dict.fromkeys(made, 6)

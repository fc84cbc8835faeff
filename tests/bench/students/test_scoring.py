from __future__ import annotations

from dataclasses import replace

from bench.students.sampling import Case
from bench.students.scoring import likely_slots, undoubted
from bench.students.vectors import Vectors
from tests.backend.students.conftest import trips
from tests.backend.students.hashing import HashingEncoder
from tests.bench.students.conftest import booked
from tests.jobs.analysis.cutting import CuttingEncoder


def test_an_utterance_that_reads_like_another_intent_is_dropped(case: Case) -> None:
    going = [one for one in trips() if one.intent == "book_trip"]
    some = replace(case, new=replace(case.new, seeds=tuple(going[:8])))
    good, bad = booked("bring me on friday to", "oslo"), booked("call off trip", "trip")
    assert undoubted(some, [good, bad], Vectors(HashingEncoder)) == (good,)


def test_with_too_few_seeds_to_learn_from_or_nothing_written_nothing_is_dropped(case: Case) -> None:
    bad = booked("call off trip", "trip")
    assert len(case.new.seeds) < 5
    assert undoubted(case, [bad], Vectors(HashingEncoder)) == (bad,)
    assert undoubted(case, [], Vectors(HashingEncoder)) == ()


def test_an_utterance_whose_value_stands_in_an_unlikely_slot_is_dropped(case: Case) -> None:
    good = [booked(lead, city) for lead in ("bring me to", "fly me to", "take us to") for city in ("oslo", "rome")]
    other = replace(good[0], text="take me to oslo", spans=(replace(good[0].spans[0], start=0, end=4),))
    vectors = Vectors(CuttingEncoder)
    assert likely_slots(case, [*good, other], vectors) == tuple(good)
    assert likely_slots(case, [], vectors) == ()

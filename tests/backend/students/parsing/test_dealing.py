"""Which utterances a step of training shows together: copies apart, everything as often as it is given."""

from __future__ import annotations

from collections import Counter
from random import Random

from backend.students.parsing.dealing import dealt
from backend.teacher.tuning.encoding import Encoded


def one(name: int, size: int) -> Encoded:
    return Encoded((name,) * size, (name,) * size)


SEEDS = [one(at, 10 + at) for at in range(8)]
WRITTEN = [one(100 + at, 10 + at % 8) for at in range(20)]


def test_no_step_shows_anything_twice_and_a_pass_shows_all_as_often_as_given() -> None:
    given = [*SEEDS * 5, *WRITTEN]
    batches = dealt(given, 1, 1, 60, Random(0))
    assert all(len(set(batch)) == len(batch) for batch in batches)
    assert Counter(each for batch in batches for each in batch) == Counter(given)
    assert all(len(batch) * max(each.size for each in batch) <= 60 for batch in batches)
    assert sum(len(batch) > 1 for batch in batches) > len(batches) / 2


def test_what_has_fewer_copies_comes_beside_what_has_more_and_not_before_all_of_it() -> None:
    given = [*SEEDS * 5, *WRITTEN]
    batches = dealt(given, 1, 1, 1000, Random(0))
    assert [len(batch) for batch in batches] == [len(given) // 5] * 5


def test_passes_are_in_other_orders_and_become_more_where_they_would_be_too_few_steps() -> None:
    once = dealt(WRITTEN, 1, 1, 60, Random(0))
    twice = dealt(WRITTEN, 2, 1, 60, Random(0))
    assert twice[: len(once)] == once
    assert twice[len(once) :] != once
    assert len(dealt(WRITTEN, 1, 3 * len(once) - 1, 60, Random(0))) == 3 * len(once)

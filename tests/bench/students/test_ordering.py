from __future__ import annotations

from collections.abc import Sequence

from backend.students.student import Prediction
from bench.students.ordering import AppOrder, accepted_of, at_random, decided
from bench.students.vectors import Vectors
from tests.backend.students.hashing import HashingEncoder
from tests.bench.students.conftest import ORDER, booked


def test_only_so_many_are_decided_and_the_good_ones_accepted() -> None:
    seen: list[tuple[int, int, int]] = []

    def backwards(pending: Sequence[int], accepted: Sequence[int], rejected: Sequence[int]) -> list[int]:
        seen.append((len(pending), len(accepted), len(rejected)))
        return list(pending)[::-1]

    good = [place % 3 == 0 for place in range(30)]
    assert decided(good, 13, backwards) == list(range(29, 16, -1))
    assert seen == [(30, 0, 0), (20, 3, 7)]
    assert accepted_of(good, 13, backwards) == [27, 24, 21, 18]


def test_once_all_are_decided_it_ends() -> None:
    assert sorted(decided([True, False, True], 50, at_random(0))) == [0, 1, 2]
    assert sorted(accepted_of([True, False, True], 50, at_random(0))) == [0, 2]


def test_a_random_order_is_the_same_for_its_seed_and_for_fewer_decisions_the_beginning() -> None:
    good = [True] * 40
    assert decided(good, 25, at_random(1))[:12] == decided(good, 12, at_random(1))
    assert decided(good, 25, at_random(1)) != decided(good, 25, at_random(2))


def test_the_app_shows_last_what_a_student_doubts_or_first_where_that_is_chosen() -> None:
    seeds = [booked("fly to", "oslo"), booked("fly to", "rome")]
    candidates = [booked("fly to", "oslo"), booked("i dislike", "cairo"), booked("fly to", "rome")]
    said = [
        Prediction("book_trip", 0.9, candidates[0].spans),
        Prediction("cancel_trip", 0.9, ()),
        Prediction("book_trip", 0.9, candidates[2].spans),
    ]
    encoder = HashingEncoder()
    vectors = Vectors(lambda: encoder)
    order = AppOrder(candidates, seeds, ORDER, said, vectors)
    assert order([0, 1, 2], [], [])[-1] == 1
    assert sorted(order([0, 2], [], [1])) == [0, 2]
    doubted = AppOrder(candidates, seeds, ORDER, said, vectors, doubted_first=True)
    assert doubted([0, 1, 2], [], [])[0] == 1
    assert encoder.calls == [["fly to oslo", "i dislike cairo", "fly to rome"]]

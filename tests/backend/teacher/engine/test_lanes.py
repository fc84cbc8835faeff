"""Rows move as little as possible, and lanes keep what rows put there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.teacher.engine.lanes import Lanes, moved
from backend.teacher.engine.prefill import KeysValues


def test_the_last_rows_take_the_places_of_those_that_leave() -> None:
    assert moved(5, [1]) == [0, 4, 2, 3]
    assert moved(5, [4, 0]) == [3, 1, 2]
    assert moved(2, [0, 1]) == []


@given(st.integers(1, 20).flatmap(lambda count: st.tuples(st.just(count), st.sets(st.integers(0, count - 1)))))
def test_whoever_stays_is_there_once_and_nobody_moves_up(given_rows: tuple[int, set[int]]) -> None:
    count, leaving = given_rows
    came_from = moved(count, sorted(leaving))
    assert sorted(came_from) == [row for row in range(count) if row not in leaving]
    assert all(before >= row for row, before in enumerate(came_from))


def test_lanes_grow_and_move_without_losing_what_they_hold() -> None:
    import torch

    def tail(length: int, number: float) -> dict[int, KeysValues]:
        return {0: KeysValues(torch.full((2, length, 4), number), torch.full((2, length, 4), -number))}

    lanes = Lanes(3)
    for length, number in ((3, 1.0), (0, 2.0), (70, 3.0)):
        lanes.enter(tail(length, number))
    lanes.leave([0])
    assert lanes.used == [70, 0]
    lanes.enter(tail(2, 4.0))
    held = lanes.layer(0)
    assert torch.equal(held.keys[0, :, :70], torch.full((2, 70, 4), 3.0))
    assert torch.equal(held.values[2, :, :2], torch.full((2, 2, 4), -4.0))
    assert lanes.used == [70, 0, 2]

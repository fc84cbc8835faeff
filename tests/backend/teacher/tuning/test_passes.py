from __future__ import annotations

from itertools import pairwise

import pytest

from backend.teacher.tuning.encoding import Encoded
from backend.teacher.tuning.passes import Passes


def test_a_pass_is_made_when_it_is_asked_for_and_one_is_kept() -> None:
    sizes, made = (3, 2, 5), []

    def make(number: int) -> list[list[Encoded]]:
        made.append(number)
        return [[Encoded((number, at), (number, at))] for at in range(sizes[number])]

    passes = Passes(make, 3)
    assert made == [0]
    assert len(passes) == 9
    found = [passes[at][0].ids for at in range(9)]
    assert made == [0, 1, 2]
    assert found == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 0), (2, 0), (2, 1), (2, 2)]
    assert passes[4][0].ids == (1, 1), "a run that goes on begins in the middle"
    assert all(before <= after for before, after in pairwise(number for number, _ in found))
    with pytest.raises(IndexError):
        passes[9]

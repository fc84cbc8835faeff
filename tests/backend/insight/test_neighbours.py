"""The nearest vectors, against looking at every one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from backend.insight import neighbours
from backend.insight.neighbours import nearest


def unit(rows: int, seed: int, dimensions: int = 5) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).integers(-2, 3, (rows, dimensions)).astype(np.float32)
    drawn[:, 0] += 5  # never zero, and often equal to another
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@given(st.integers(0, 9), st.integers(0, 30), st.integers(1, 7), st.integers(0, 10_000))
def test_they_are_those_of_a_full_sort_whatever_the_blocks(queries: int, rows: int, k: int, seed: int) -> None:
    asked, reference = unit(queries, seed), unit(rows, seed + 1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(neighbours, "QUERIES", 4)
        patched.setattr(neighbours, "REFERENCES", 8)
        found = nearest(asked, reference, k)
    for place, query in enumerate(asked):
        every = [float(query @ one) for one in reference]
        expected = sorted(every, reverse=True)[:k]
        assert np.allclose(found.similarities[place], expected, atol=1e-6)
        assert np.allclose([every[at] for at in found.places[place]], expected, atol=1e-6)
        assert len(set(found.places[place].tolist())) == len(expected)


def test_of_equals_the_first_come_first() -> None:
    same = np.tile(np.array([[1.0, 0.0]], np.float16), (20, 1))
    found = nearest(np.array([[1.0, 0.0]], np.float32), same, 3)
    assert found.places.tolist() == [[0, 1, 2]]
    assert found.similarities.tolist() == [[1.0, 1.0, 1.0]]


def test_nothing_is_near_nothing() -> None:
    assert nearest(np.zeros((0, 4), np.float32), np.zeros((3, 4), np.float32), 2).places.shape[0] == 0
    assert nearest(unit(2, 1), np.zeros((0, 5), np.float32), 2).places.shape == (2, 0)

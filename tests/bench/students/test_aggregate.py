from __future__ import annotations

import pytest

from bench.students.aggregate import Spread, by_intent, differences, over_seeds
from bench.students.figures import COLUMNS


def same(value: float) -> dict[str, float]:
    return dict.fromkeys(COLUMNS, value)


def test_a_spread_is_mean_sample_deviation_least_and_most() -> None:
    assert Spread.of([0.1, 0.2, 0.6]) == Spread(0.3, 0.26458, 0.1, 0.6, 3)
    assert Spread.of([0.5]) == Spread(0.5, 0.0, 0.5, 0.5, 1)


def test_a_row_is_spread_over_seeds_once_its_intents_are_averaged() -> None:
    cells = {("a", 0): same(0.2), ("b", 0): same(0.4), ("a", 1): same(0.6), ("b", 1): same(0.8)}
    assert over_seeds(cells)["target_recall"] == Spread.of([0.3, 0.7])


def test_a_seed_that_lacks_an_intent_is_left_out_of_the_mean() -> None:
    cells = {("a", 0): same(0.2), ("b", 0): same(0.4), ("a", 1): same(0.9)}
    assert over_seeds(cells)["slot_f1"] == Spread.of([0.3])
    assert over_seeds({}) == {}


def test_each_intent_is_spread_over_its_own_seeds() -> None:
    cells = {("a", 0): same(0.2), ("a", 1): same(0.4), ("b", 0): same(0.9)}
    assert by_intent(cells)["a"]["slot_f1"] == Spread.of([0.2, 0.4])
    assert by_intent(cells)["b"]["slot_f1"].count == 1


def test_differences_are_taken_cell_by_cell_over_those_that_both_have() -> None:
    ours = {("a", 0): same(0.5), ("a", 1): same(0.3), ("b", 0): same(0.9)}
    theirs = {("a", 0): same(0.4), ("a", 1): same(0.4), ("b", 1): same(0.1)}
    found = differences(ours, theirs)["frame_accuracy"]
    assert (found.spread.mean, found.spread.count, found.better, found.worse) == (0.0, 2, 1, 1)
    assert found.p == 1.0
    assert differences(ours, {}) == {}


def test_p_is_the_share_of_sign_changes_that_differ_as_much() -> None:
    """All six better: of 64 ways to exchange the pairs, this one and its contrary are as far from nothing."""
    cells = [("a", seed) for seed in range(6)]
    ours = {cell: same(0.5 + 0.01 * cell[1]) for cell in cells}
    assert differences(ours, dict.fromkeys(cells, same(0.4)))["slot_f1"].p == pytest.approx(2 / 64, abs=1e-5)


def test_no_difference_at_all_is_no_evidence() -> None:
    cells = {("a", seed): same(0.5) for seed in range(4)}
    assert differences(cells, cells)["slot_f1"].p == 1.0

from __future__ import annotations

import pytest

from bench.review.figures import HEAD, figures, line, per_minute, percentile, spread, times
from bench.review.records import Decision, Paint

STORES = {"accept": "accept"}
PAINTS = [Paint("1", "open the gate", 1, 2), Paint("2", "close the gate", 111, 112)]


@pytest.mark.parametrize(("share", "value"), [(0.01, 1), (0.5, 10), (0.95, 19), (1.0, 20)])
def test_a_percentile_is_one_of_the_values(share: float, value: int) -> None:
    assert percentile([*range(20, 0, -1)], share) == value


def test_nothing_has_no_percentiles() -> None:
    assert spread([]) == {"n": 0, "p50": None, "p95": None, "max": None}
    assert spread([1.04, 7, 2]) == {"n": 3, "p50": 2, "p95": 7, "max": 7}


def test_pauses_count_into_the_decisions_of_a_minute() -> None:
    assert per_minute([0, 400, 1000]) == 120
    assert per_minute([5]) is None


def test_the_figures_of_a_pace() -> None:
    tried = [
        Decision("1", "accept", 100, 100, taken=True, next_ms=12, ready_ms=12),
        Decision(None, "accept", 120, 120, taken=False, next_ms=None, ready_ms=30.25),
    ]
    assert figures(tried, [("1", "accept")], PAINTS, STORES) == {
        "n": 1,
        "p50": 12,
        "p95": 12,
        "max": 12,
        "taken": 1,
        "lost": 0,
        "extra": 0,
        "unseen": 0,
        "ignored": 0,
        "waited": {"n": 1, "p50": 30.2, "p95": 30.2, "max": 30.2},
        "gaps": {"n": 1, "p50": 30.2, "p95": 30.2, "max": 30.2},
        "key_spacing_ms": 20,
        "per_minute": None,
    }


def test_times_are_medians_over_ours() -> None:
    assert times({"p50": 10.0}, {"p50": 255.0}) == 25.5
    assert times({"p50": 10.0}, {"p50": None}) is None
    assert times(None, {"p50": 255.0}) is None


def test_a_line_stands_under_its_head() -> None:
    made = {
        "n": 100,
        "p50": 10.04,
        "p95": 20.0,
        "max": None,
        "lost": 0,
        "unseen": 1,
        "waited": {"n": 3},
        "gaps": {"p50": 7},
    }
    shown = line("teachset", "350 ms", made, 812.4, 12.5)
    assert shown.split() == ["teachset", "350", "ms", "100", "10.0", "20.0", "-", "0", "1", "3", "7.0", "812", "12.5x"]
    assert len(shown) == len(HEAD)
    assert line("teachset", "350 ms", made, None, None).split()[-1] == "-"

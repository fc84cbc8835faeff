"""How much is done at a time."""

from __future__ import annotations

from itertools import chain, repeat

import pytest

from jobs.analysis import pace
from jobs.analysis.pace import BUSY_PAUSE, FIRST, LONGEST_PAUSE, MOST, Pace


def timed(monkeypatch: pytest.MonkeyPatch, ticks: list[float], work: list[int]) -> Pace:
    clock = chain(ticks, repeat(ticks[-1]))
    monkeypatch.setattr(pace.time, "monotonic", lambda: next(clock))
    measured = Pace()
    for rows in work:
        with measured.timed("embedding", rows):
            pass
    return measured


def test_a_slice_takes_a_second_and_a_tenth_of_it_beside_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = timed(monkeypatch, [0.0, 0.5], [100])
    assert measured.rows("embedding") == 200
    measured.busy = True
    assert measured.rows("embedding") == 20
    assert measured.rows("ranking") == FIRST


def test_rows_stay_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert timed(monkeypatch, [0.0, 0.0], [100]).rows("embedding") == MOST
    assert timed(monkeypatch, [0.0, 60.0], [1]).rows("embedding") == 1


def test_one_slow_slice_is_not_all_that_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert timed(monkeypatch, [0.0, 1.0, 1.0, 11.0], [100, 100]).rows("embedding") == 55


def test_a_job_has_the_right_of_way() -> None:
    measured = Pace()
    assert measured.pause(0.2) == 0.0
    measured.busy = True
    assert measured.pause(0.2) == pytest.approx(0.2 * BUSY_PAUSE)


def test_a_slice_that_was_held_up_for_half_a_minute_is_not_waited_for_five() -> None:
    measured = Pace()
    measured.busy = True
    assert measured.pause(30.0) == LONGEST_PAUSE

"""When the better part of a review is over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.stopping import LAST, decided_until_worn_out, is_worn_out


def test_a_review_is_worn_out_once_more_of_the_last_were_rejected_than_kept() -> None:
    assert not is_worn_out([True] * LAST)
    assert not is_worn_out([False] * (LAST // 2) + [True] * (LAST // 2))
    assert is_worn_out([False] * (LAST // 2 + 1) + [True] * (LAST // 2 - 1))


def test_what_was_kept_long_ago_does_not_count() -> None:
    assert is_worn_out([False] * LAST + [True] * 500)


def test_too_few_decisions_say_nothing() -> None:
    assert not is_worn_out([])
    assert not is_worn_out([False] * (LAST - 1))


def test_whoever_stops_then_has_decided_the_good_ones_and_half_of_the_last() -> None:
    assert decided_until_worn_out([True] * 40 + [False] * 60) == 40 + LAST // 2 + 1
    assert decided_until_worn_out([True] * 100) == 100
    assert decided_until_worn_out([False] * 10) == 10


@given(st.lists(st.booleans(), max_size=120))
def test_he_stops_at_the_first_moment_at_which_it_is_worn_out(kept: list[bool]) -> None:
    number = decided_until_worn_out(kept)
    assert all(not is_worn_out(kept[:made][::-1]) for made in range(number))
    assert number == len(kept) or is_worn_out(kept[:number][::-1])

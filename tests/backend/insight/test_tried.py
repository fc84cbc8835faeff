"""Shares and odds of what was decided, drawn to the usual ones while little was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.insight.tried import PRIOR, Tried, usual_share

counts = st.integers(0, 200)
shares = st.floats(0, 1)


def test_what_nothing_was_decided_on_is_as_usual() -> None:
    assert Tried().share(0.3) == 0.3
    assert usual_share([]) == usual_share([Tried()]) == 1.0
    assert usual_share([Tried(3, 4), Tried(0, 6)]) == 0.3


def test_one_decision_says_little_and_many_say_all() -> None:
    assert Tried(0, 1).share(0.6) == PRIOR * 0.6 / (PRIOR + 1) == 0.5
    assert round(Tried(0, 95).share(0.6), 2) == 0.03


@given(counts, counts, shares)
def test_a_share_lies_between_the_usual_one_and_that_of_its_own(accepted: int, rejected: int, usual: float) -> None:
    tried = Tried(accepted, accepted + rejected)
    own = accepted / tried.decided if tried.decided else usual
    assert min(own, usual) - 1e-9 <= tried.share(usual) <= max(own, usual) + 1e-9
    assert tried.odds(usual) > 0


@given(counts, counts, shares)
def test_one_more_that_was_accepted_is_never_a_bad_sign(accepted: int, rejected: int, usual: float) -> None:
    less, more = Tried(accepted, accepted + rejected), Tried(accepted + 1, accepted + rejected + 1)
    assert more.share(usual) >= less.share(usual) - 1e-9
    assert more.odds(usual) >= less.odds(usual)

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.utterance import Utterance
from backend.students.shares import growing

ROWS = [Utterance(f"ask {at}", "ask") for at in range(20)] + [Utterance(f"tell {at}", "tell") for at in range(4)]


def test_every_share_has_the_same_part_of_every_intent_and_holds_the_smaller_ones() -> None:
    parts = growing(ROWS, (1.0, 0.1, 0.5), seed=3)
    counts = [Counter(ROWS[at].intent for at in part) for part in parts]
    assert counts == [{"ask": 2, "tell": 1}, {"ask": 10, "tell": 2}, {"ask": 20, "tell": 4}]
    assert set(parts[0]) < set(parts[1]) < set(parts[2])
    assert growing(ROWS, (0.1,), seed=3)[0] == parts[0]
    assert growing(ROWS, (0.1,), seed=4)[0] != parts[0]


def test_a_share_that_adds_nothing_is_left_out() -> None:
    assert [len(part) for part in growing(ROWS[-4:], (0.1, 0.25, 0.5, 1.0))] == [1, 2, 4]


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.floats(0.01, 1), max_size=4), st.integers(0, 2))
def test_shares_grow_and_miss_no_intent(intents: list[str], shares: list[float], seed: int) -> None:
    rows = [Utterance(f"{intent} {at}", intent) for at, intent in enumerate(intents)]
    parts = growing(rows, shares, seed=seed)
    assert all(set(one) < set(other) for one, other in pairwise(parts))
    assert all({rows[at].intent for at in part} == set(intents) for part in parts)

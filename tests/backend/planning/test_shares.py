from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from backend.planning.shares import apportioned, cut, levelled

counts = st.integers(0, 200)
wanted = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from((1, 2, None))), st.integers(1, 50)
)


@given(counts, st.lists(counts, min_size=1).filter(any), st.integers(0, 99))
def test_shares_add_up_and_each_is_next_to_what_is_due(total: int, weights: list[int], seed: int) -> None:
    shares = apportioned(total, weights, Random(seed))
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * weight / sum(weights)) < 1


def test_who_gets_what_is_left_over_is_drawn_anew_with_every_seed() -> None:
    assert {tuple(apportioned(1, [1, 1, 1], Random(seed))) for seed in range(40)} == {(1, 0, 0), (0, 1, 0), (0, 0, 1)}


@given(counts, st.lists(counts, min_size=1))
def test_levelling_adds_all_of_it_and_raises_only_what_is_below_the_level(total: int, held: list[int]) -> None:
    added = levelled(total, held)
    assert sum(added) == total
    assert min(added) >= 0
    after = [have + more for have, more in zip(held, added, strict=True)]
    raised = [end for end, more in zip(after, added, strict=True) if more]
    assert max(raised, default=0) - min(raised, default=0) <= 1
    assert all(end >= max(raised, default=0) - 1 for end in after)


@given(st.integers(0, 400), wanted, st.integers(0, 99))
def test_a_cut_adds_up_and_gives_nobody_more_than_is_wanted(
    total: int, wanted: dict[tuple[object, ...], int], seed: int
) -> None:
    given_to = cut(total, wanted, Random(seed))
    assert sum(given_to.values()) == min(total, sum(wanted.values()))
    assert all(0 < count <= wanted[path] for path, count in given_to.items())


@given(st.integers(0, 400), wanted, st.integers(0, 99))
def test_nobody_goes_empty_while_the_total_is_enough_for_all_of_his_kind(
    total: int, wanted: dict[tuple[object, ...], int], seed: int
) -> None:
    given_to = cut(total, wanted, Random(seed))
    for end in (1, 2, 3):
        kinds = {path[:end] for path in wanted}
        if len(kinds) <= total:
            assert {path[:end] for path in given_to} == kinds


def test_a_cut_goes_by_what_is_wanted() -> None:
    assert cut(30, {("a",): 60, ("b",): 30}, Random(0)) == {("a",): 20, ("b",): 10}

"""Prompts as a tree of what they share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.teacher.engine.prefixes import Segment, groups, packs, share

PROMPTS = st.lists(st.lists(st.integers(0, 2), min_size=1, max_size=30), min_size=1, max_size=12)


def test_a_common_beginning_is_one_segment_and_the_rest_one_each() -> None:
    tree = share([[1, 2, 3, 4], [1, 2, 3, 5, 6]], longest=100, shortest_shared=2)
    assert tree.segments == (Segment(None, 0, (1, 2, 3)), Segment(0, 3, (4,)), Segment(0, 3, (5, 6)))
    assert tree.ends == (1, 2)


def test_a_beginning_too_short_to_pay_is_not_shared() -> None:
    tree = share([[1, 2, 3], [1, 2, 4]], longest=100, shortest_shared=3)
    assert tree.segments == (Segment(None, 0, (1, 2, 3)), Segment(None, 0, (1, 2, 4)))


def test_equal_prompts_and_one_that_begins_another_share_all_they_can() -> None:
    tree = share([[1, 2], [1, 2, 3], [1, 2]], longest=100, shortest_shared=1)
    assert tree.segments == (Segment(None, 0, (1, 2)), Segment(0, 2, (3,)))
    assert tree.ends == (0, 1, 0)


def test_a_long_segment_is_cut() -> None:
    assert [s.tokens for s in share([[1, 2, 3, 4, 5]], longest=2).segments] == [(1, 2), (3, 4), (5,)]


def test_no_prompts_make_no_segments() -> None:
    assert share([], longest=8).segments == ()
    assert packs(share([], longest=8), 8) == []


@given(PROMPTS, st.integers(1, 6), st.integers(1, 8))
def test_the_path_to_a_prompts_end_spells_the_prompt(prompts: list[list[int]], shared: int, longest: int) -> None:
    tree = share(prompts, longest, shared)
    for prompt, end in zip(prompts, tree.ends, strict=True):
        path = [tree.segments[at] for at in tree.chain(end)]
        assert [token for segment in path for token in segment.tokens] == prompt
        assert [segment.start for segment in path] == [0, *(segment.end for segment in path[:-1])]
    for at, segment in enumerate(tree.segments):
        assert 1 <= len(segment.tokens) <= longest
        assert segment.parent is None or segment.parent < at


@given(PROMPTS)
def test_with_every_token_worth_sharing_no_beginning_is_computed_twice(prompts: list[list[int]]) -> None:
    tree = share(prompts, longest=100, shortest_shared=1)
    beginnings = {tuple(prompt[:length]) for prompt in prompts for length in range(1, len(prompt) + 1)}
    assert sum(len(segment.tokens) for segment in tree.segments) == len(beginnings)


@given(PROMPTS, st.integers(1, 40))
def test_packs_hold_every_segment_once_in_order(prompts: list[list[int]], size: int) -> None:
    tree = share(prompts, longest=8, shortest_shared=2)
    cut = packs(tree, size)
    assert [at for pack in cut for at in pack] == list(range(len(tree.segments)))
    for pack in cut:
        assert len(pack) == 1 or sum(len(tree.segments[at].tokens) for at in pack) <= size


@given(PROMPTS, st.integers(1, 60), st.data())
def test_groups_share_a_part_of_the_prompt_and_cost_no_more_than_one_each_or_roots(
    prompts: list[list[int]], worth: int, data: st.DataObject
) -> None:
    rows = data.draw(st.lists(st.integers(1, 5), min_size=len(prompts), max_size=len(prompts)))
    tree = share(prompts, longest=100, shortest_shared=2)
    found = groups(tree, rows, worth)
    assert all(group in tree.chain(end) for group, end in zip(found, tree.ends, strict=True))

    def cost(chosen: list[int]) -> int:
        tails = [len(prompt) - tree.segments[at].end for prompt, at in zip(prompts, chosen, strict=True)]
        return worth * len(set(chosen)) + sum(tail * count for tail, count in zip(tails, rows, strict=True))

    assert cost(found) <= cost(list(tree.ends))
    assert cost(found) <= cost([tree.chain(end)[0] for end in tree.ends])


def test_many_rows_of_long_prompts_get_a_group_each_and_few_of_short_tails_get_one() -> None:
    common, apart = list(range(100)), [[7] * 200, [8] * 200]
    long_tails = share([common + tail for tail in apart], longest=500)
    assert groups(long_tails, [16, 16], worth=400) == [1, 2]
    assert groups(share([[*common, 7], [*common, 8]], longest=500), [4, 4], worth=400) == [0, 0]

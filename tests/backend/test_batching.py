"""Orders in batches: every sample once, and what is compared together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.batching import batch_seed, batches, compared, cuts
from backend.domain.errors import InvalidValue
from backend.ordering import plan
from backend.teacher.protocol import Order
from tests.backend.asked import ASKED, PROMPT, SCHEMA, SEEDS
from tests.backend.whole_cutting import cut_whole


@given(st.lists(st.integers(1, 9), max_size=12), st.integers(1, 10))
def test_batches_hold_every_sample_once_and_know_where_they_start(samples: list[int], size: int) -> None:
    orders = [Order(PROMPT, given) for given in samples]
    cut = batches(orders, size)
    owner = [at for at, given in enumerate(samples) for _ in range(given)]
    places = []
    for number, batch in enumerate(cut):
        assert batch.index == number
        assert batch.first_output == len(places)
        assert 1 <= batch.size <= size
        places += [batch.first_prompt + at for at, order in enumerate(batch.orders) for _ in range(order.samples)]
    assert places == owner
    assert all(batch.size == size for batch in cut[:-1])


RUNS = st.lists(st.tuples(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.integers(0, 3)), max_size=6)
"""Samples of orders, and how many spares come after them."""


@given(RUNS, st.integers(1, 9))
def test_orders_with_spares_are_in_a_batch_with_them_and_every_sample_is_there_once(
    runs: list[tuple[list[int], int]], size: int
) -> None:
    samples = [count for counts, spares in runs for count in (*counts, *[0] * spares)]
    orders = [Order(PROMPT, count) for count in samples]
    cut = batches(orders, size)
    held = [range(batch.first_prompt, batch.first_prompt + len(batch.orders)) for batch in cut]
    total: Counter[int] = Counter()
    for batch, places in zip(cut, held, strict=True):
        total.update({at: order.samples for at, order in zip(places, batch.orders, strict=True)})
    assert [total[at] for at in range(len(orders))] == samples
    assert {at for places in held for at in places} == {*range(len(orders))}
    assert [batch.first_output for batch in cut] == [sum(one.size for one in cut[:at]) for at in range(len(cut))]
    for run in compared(orders):
        if orders[run[-1]].is_spare:
            assert sum(not set(run).isdisjoint(places) for places in held) == 1
    for batch in cut:
        assert batch.size <= size or len(compared(batch.orders)) == 1


@given(RUNS, st.integers(1, 9))
def test_numbers_alone_are_cut_into_the_batches_that_whole_orders_were_cut_into(
    runs: list[tuple[list[int], int]], size: int
) -> None:
    samples = [count for counts, spares in runs for count in (*counts, *[0] * spares)]
    orders = [Order(replace(PROMPT, template=str(at)), count) for at, count in enumerate(samples)]
    before = cut_whole(orders, size)
    assert batches(orders, size) == before
    found = cuts(samples, size)
    assert tuple(cut.of(orders[cut.prompts.start : cut.prompts.stop]) for cut in found) == before
    assert [at for cut in found for at in cut.outputs] == [*range(sum(samples))]


def test_what_is_compared_ends_with_its_last_spare() -> None:
    orders = [Order(PROMPT, count) for count in (1, 1, 0, 2, 0, 0, 1)]
    assert compared(orders) == (range(3), range(3, 6), range(6, 7))
    assert compared([]) == ()
    assert compared(orders[:2]) == (range(2),)


def test_an_order_that_is_split_keeps_its_grammar() -> None:
    orders = plan(ASKED, SCHEMA, SEEDS, samples_per_prompt=5)
    cut = [order for batch in batches(orders, 3) for order in batch.orders]
    assert len(cut) > len(orders)
    assert {order.grammar for order in cut} == {order.grammar for order in orders}
    assert all(order.grammar for order in cut)


def test_a_batch_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidValue, match="0"):
        batches([], 0)


def test_every_batch_has_a_seed_of_its_own_that_stays_the_same() -> None:
    cut = batches([Order(PROMPT, 50)], 1)
    seeds = [batch_seed(ASKED, batch) for batch in cut]
    assert len(set(seeds)) == 50
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert seeds == [batch_seed(ASKED, batch) for batch in cut]

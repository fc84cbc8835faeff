"""What a teacher is asked for a request: how many samples of how many prompts, and how it is to write them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.batching import compared
from backend.domain.errors import InvalidValue
from backend.domain.request import Include, Request
from backend.domain.schema import Slot
from backend.methods import method
from backend.ordering import CHOSEN_AT_ONCE, plan, usual_sampling
from tests.backend.asked import ASKED, SCHEMA, SEEDS

TUNED = replace(ASKED, style="tuned")


@pytest.mark.parametrize("count", [1, 3, 4, 5, 10, 41])
def test_the_samples_of_a_plan_add_up_to_the_count(count: int) -> None:
    orders = plan(Request("book_table", count=count), SCHEMA, SEEDS, samples_per_prompt=4)
    assert sum(order.samples for order in orders) == count
    assert all(1 <= order.samples <= 4 for order in orders)


def test_the_same_request_gives_the_same_plan_and_another_seed_another() -> None:
    one, again, other = (plan(Request("book_table", count=40, seed=s), SCHEMA, SEEDS) for s in (1, 1, 2))
    assert one == again != other


@pytest.mark.parametrize("name", ["grammar", "slot-swap", "paraphrase", "linguist"])
def test_a_value_that_was_written_over_several_lines_ends_no_job(name: str) -> None:
    schema = replace(SCHEMA, slots=(Slot("time", "", ("half\tpast\nnine",)), Slot("size")))
    request = Request("book_table", method=name, include=(Include("time", "half\tpast\nnine"),))
    for order in plan(request, schema, SEEDS):
        assert order.prompt.asked == (Include("time", "half past nine"),)
    assert len(plan(replace(request, include=None), schema, SEEDS)) >= 5


@pytest.mark.parametrize(
    "wrong",
    [
        Request("no_such"),
        Request("book_table", method="no_such"),
        Request("book_table", include=(Include("no_such"),)),
    ],
)
def test_a_plan_for_what_is_not_there_is_refused_by_name(wrong: Request) -> None:
    with pytest.raises(InvalidValue, match="no_such"):
        plan(wrong, SCHEMA, SEEDS)


def test_every_order_has_the_grammar_of_its_prompt_unless_the_request_does_without() -> None:
    linguist = method("linguist")
    assert all(order.grammar == linguist.grammar(order.prompt) for order in plan(ASKED, SCHEMA, SEEDS))
    assert all(order.grammar is None for order in plan(replace(ASKED, grammar=False), SCHEMA, SEEDS))


@given(st.integers(1, 40))
def test_for_every_three_outputs_that_are_chosen_together_there_are_two_spares(count: int) -> None:
    orders = plan(replace(TUNED, count=count), SCHEMA, SEEDS)
    assert sum(order.samples for order in orders) == count
    for run in compared(orders):
        outputs = sum(orders[at].samples for at in run)
        spares = sum(orders[at].is_spare for at in run)
        assert outputs <= CHOSEN_AT_ONCE
        assert spares == -(-outputs * 2 // 3)


def test_a_spare_asks_for_something_of_its_own_and_a_longer_plan_begins_alike() -> None:
    asked = replace(TUNED, include=None, count=CHOSEN_AT_ONCE)
    orders = plan(asked, SCHEMA, SEEDS)
    assert len({order.prompt.asked for order in orders}) > 1
    assert plan(replace(asked, count=30), SCHEMA, SEEDS)[: len(orders)] == orders


@pytest.mark.parametrize(
    ("asked", "drafts", "spares"),
    [
        (TUNED, 1, True),
        (replace(ASKED, style="instruct"), 1, False),
        (replace(TUNED, method="translate", language="de"), 2, False),
        (replace(ASKED, method="slot-swap"), 1, False),
    ],
)
def test_only_what_was_drawn_has_spares_and_what_is_made_of_a_source_a_second_draft(
    asked: Request, drafts: int, spares: bool
) -> None:
    orders = plan(replace(asked, include=None, count=2), SCHEMA, SEEDS)
    assert {order.drafts for order in orders} == {drafts}
    assert any(order.is_spare for order in orders) == spares


def test_a_teacher_that_was_tuned_leans_on_how_the_examples_are_worded() -> None:
    tuned, instruct = (plan(replace(ASKED, style=style), SCHEMA, SEEDS) for style in ("tuned", "instruct"))
    assert all(order.wording is not None and order.wording.asked for order in tuned)
    assert {order.wording for order in instruct} == {None}
    assert usual_sampling("tuned").wording > 0 == usual_sampling("instruct").wording


def test_another_temperature_leaves_the_rest_as_suits_the_style() -> None:
    usual = usual_sampling("tuned")
    assert usual_sampling("tuned", 1.2) == replace(usual, temperature=1.2)
    assert usual_sampling("tuned", wording=0.0) == replace(usual, wording=0.0)
    with pytest.raises(InvalidValue, match="temperature"):
        usual_sampling("tuned", -1)

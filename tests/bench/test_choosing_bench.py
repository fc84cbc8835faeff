"""The same requests, written once, twice, or with spares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.ordering import plan
from bench.choosing import planned
from tests.backend.asked import ASKED, SCHEMA, SEEDS

REQUEST = replace(ASKED, style="tuned")


def test_a_job_has_spares() -> None:
    assert planned("chosen", REQUEST, SCHEMA, SEEDS) == plan(REQUEST, SCHEMA, SEEDS)


@pytest.mark.parametrize(("way", "drafts"), [("one draft", 1), ("two drafts", 2)])
def test_without_spares_the_same_prompts_are_answered_as_often_as_it_says(way: str, drafts: int) -> None:
    orders = planned(way, REQUEST, SCHEMA, SEEDS)
    assert [order.prompt for order in orders] == [
        order.prompt for order in plan(REQUEST, SCHEMA, SEEDS) if not order.is_spare
    ]
    assert sum(order.samples for order in orders) == REQUEST.count
    assert {order.drafts for order in orders} == {drafts}

"""Which accepted utterances a prompt shows."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.methods import method
from backend.methods.pool import Pool
from tests.backend.methods.plain_drawing import plain_examples, plain_nearest
from tests.backend.methods.pools import ASKED, POOLS

POOL = (
    Utterance("fly to oslo on monday", "fly", "en", (Span(7, 11, "city"), Span(15, 21, "day"))),
    Utterance("fly to rome", "fly", "en", (Span(7, 11, "city"),)),
)


def test_the_nearest_is_one_with_the_slots_that_are_asked_for() -> None:
    assert Pool(POOL).nearest((Include("day"), Include("city", "lima")), Random(0)) == POOL[0]
    assert Pool(POOL).nearest((Include("city"),), Random(0)) == POOL[1]
    alike = (POOL[1], Utterance("to lima", "fly", "en", (Span(3, 7, "city"),)))
    assert {Pool(alike).nearest((Include("city"),), Random(seed)) for seed in range(20)} == set(alike)
    assert Pool(()).nearest((Include("city"),), Random(0)) is None


@given(POOLS, ASKED, st.integers(0, 99))
def test_what_is_nearest_is_found_as_if_every_utterance_were_looked_at(
    pool: Pool, wanted: tuple[Include, ...], seed: int
) -> None:
    assert pool.nearest(wanted, Random(seed)) == plain_nearest(pool, wanted, Random(seed))


@given(POOLS, ASKED, st.integers(0, 12), st.integers(0, 99))
def test_the_examples_are_found_as_if_every_utterance_were_looked_at(
    pool: Pool, wanted: tuple[Include, ...], most: int, seed: int
) -> None:
    assert pool.examples(wanted, most, Random(seed)) == plain_examples(pool, wanted, most, Random(seed))


@pytest.mark.parametrize("style", ["tuned", "instruct"])
def test_what_the_utterances_hold_is_looked_up_once_for_all_prompts_of_a_request(
    style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = Schema((Intent("fly", "", ("city", "day")),), (Slot("city"), Slot("day")))
    seeds = [Utterance(f"to town {at}", "fly", "fr", (Span(3, len(f"to town {at}"), "city"),)) for at in range(200)]
    slots, asked = Utterance.slots.fget, list[Utterance]()
    monkeypatch.setattr(Utterance, "slots", property(lambda self: asked.append(self) or slots(self)))  # type: ignore[misc]

    def read(count: int) -> int:
        asked.clear()
        method("linguist").prompts(Request("fly", "fr", style=style), schema, seeds, count)
        return len(asked)

    assert read(20) - read(10) < len(seeds), "once for every prompt"

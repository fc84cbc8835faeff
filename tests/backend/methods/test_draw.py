"""What is drawn for a prompt."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.request import WILDCARD, Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.methods.draw import not_copied
from backend.methods.known import Known
from backend.methods.pool import Pool
from tests.backend.methods.plain_drawing import plain_not_copied
from tests.backend.methods.pools import ASKED, POOLS

SCHEMA = Schema((Intent("fly", "", ("city", "day")),), (Slot("city"), Slot("day", "", ("friday",))))
POOL = (
    Utterance("fly to oslo on monday", "fly", "en", (Span(7, 11, "city"), Span(15, 21, "day"))),
    Utterance("fly to rome", "fly", "en", (Span(7, 11, "city"),)),
)


def drawn(*asked: Include, request: Request | None = None, seed: int = 0) -> tuple[Include, ...]:
    return not_copied(asked, request or Request("fly"), Known(SCHEMA, POOL), Random(seed))


def test_what_a_seed_already_says_gets_another_known_value() -> None:
    changed = {drawn(Include("city", "oslo"), Include("day", "monday"), seed=seed) for seed in range(40)}
    assert changed == {
        (Include("city", "rome"), Include("day", "monday")),
        (Include("city", "oslo"), Include("day", "friday")),
    }


def test_what_the_seeds_say_is_looked_up_once_and_not_for_every_value(monkeypatch: pytest.MonkeyPatch) -> None:
    cities = tuple(f"city {number}" for number in range(100))
    schema = Schema((Intent("fly", "", ("city",)),), (Slot("city", "", cities),))
    asked: list[Utterance] = []
    slots = Utterance.slots.fget
    assert slots is not None
    monkeypatch.setattr(Utterance, "slots", property(lambda self: asked.append(self) or slots(self)))
    known = Known(schema, POOL)
    changed = not_copied((Include("city", "rome"),), Request("fly"), known, Random(0))
    assert changed[0].value in cities
    assert len(asked) <= 2 * len(POOL), "thousands of seeds would be read again for hundreds of values"
    asked.clear()
    assert not_copied((Include("city", "rome"),), Request("fly"), known, Random(1))[0].value in cities
    assert not asked, "and for thousands of prompts"


def test_where_no_other_value_is_known_it_is_a_star() -> None:
    pool = POOL[1:]
    one = not_copied((Include("city", "rome"),), Request("fly"), Known(SCHEMA, pool), Random(0))
    assert one == (Include("city", WILDCARD),)


def test_what_no_seed_says_and_what_the_request_says_stay_as_they_are() -> None:
    assert drawn(Include("city", "rome"), Include("day", "monday")) == (
        Include("city", "rome"),
        Include("day", "monday"),
    )
    said = (Include("city", "oslo"), Include("day", "monday"))
    assert drawn(*said, request=Request("fly", include=said)) == said


@given(POOLS, ASKED, ASKED, st.integers(0, 99))
def test_what_is_not_copied_is_found_as_if_every_utterance_were_looked_at(
    pool: Pool, asked: tuple[Include, ...], said: tuple[Include, ...], seed: int
) -> None:
    request = Request("fly", include=said or None, vary=True)
    found = not_copied(asked, request, Known(SCHEMA, pool.own), Random(seed))
    assert found == plain_not_copied(asked, request, SCHEMA, pool.own, Random(seed))

"""What is said often is drawn often, whatever a catalogue lists beside it."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from backend.domain.parse_notation import read_parse
from backend.domain.parse_shape import values
from backend.methods.parse_replacing import replaced, said_values
from backend.methods.value_drawing import drawn
from tests.backend.methods.parses import KINDS

LISTED = [f"no more than {number}" for number in range(30)]


def test_new_values_come_as_often_as_new_ones_came_so_far() -> None:
    rng = Random(0)
    found = Counter(drawn(["extra"] * 8 + ["some"] * 2, LISTED, rng) for _ in range(6_000))
    assert sum(found[value] for value in LISTED) / 6_000 == pytest.approx(2 / 12, abs=0.02)
    assert found["extra"] / found["some"] == pytest.approx(4, rel=0.15)
    assert len(found) == 32


def test_where_only_a_catalogue_or_only_seeds_have_values_these_are_drawn() -> None:
    assert {drawn([], ["big", "tiny"], Random(seed)) for seed in range(20)} == {"big", "tiny"}
    assert {drawn(["big"], [], Random(seed)) for seed in range(20)} == {"big"}


def test_a_parse_is_given_the_values_that_are_said_and_seldom_one_of_a_long_catalogue() -> None:
    parses = KINDS["decoupled"][0].parses
    assert parses
    held = [read_parse("[IN:FIND_CLASS [SL:TOPIC yoga ] ]")] * 9
    source = read_parse("[IN:FIND_CLASS [SL:TOPIC pottery ] ]")
    said = said_values(parses, [*held, source])
    assert said == {"SL:TOPIC": ("yoga",) * 9 + ("pottery",)}
    known = {"SL:TOPIC": ("pottery", "yoga", *LISTED)}
    made = (replaced(source, parses, known, said, {}, "en", Random(seed)) for seed in range(2_000))
    found = Counter(value for parse in made for _, value in values(parse, parses))
    assert "pottery" not in found
    assert found["yoga"] / 2_000 == pytest.approx(9 / 10, abs=0.03)

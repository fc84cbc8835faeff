"""Which accepted utterances a prompt shows."""

from __future__ import annotations

from random import Random

from backend.domain.request import Include
from backend.domain.utterance import Span, Utterance
from backend.methods.pool import Pool

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

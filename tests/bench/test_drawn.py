from __future__ import annotations

from backend.domain.utterance import Span, Utterance
from bench.drawn import holds_new_value

SEED = Utterance("fly me to oslo on monday", "fly", "en", (Span(10, 14, "city"), Span(18, 24, "day")))


def test_a_value_is_new_that_no_seed_has_for_that_slot() -> None:
    known = Utterance("oslo please", "fly", "en", (Span(0, 4, "city"),))
    new = Utterance("to rome on monday", "fly", "en", (Span(3, 7, "city"), Span(11, 17, "day")))
    of_another_slot = Utterance("fly on oslo", "fly", "en", (Span(7, 11, "day"),))
    assert holds_new_value([SEED, known, new, of_another_slot, Utterance("fly", "fly")], [SEED]) == [
        False,
        False,
        True,
        True,
        False,
    ]

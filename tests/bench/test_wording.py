from __future__ import annotations

from backend.domain.utterance import Span, Utterance
from bench.wording import said_again

SEEDS = (
    Utterance("fly me to oslo on monday", "fly", "en", (Span(10, 14, "city"), Span(18, 24, "day"))),
    Utterance("fly", "fly", "en"),
)


def test_a_seed_with_other_values_is_one_and_with_other_words_or_slots_is_none() -> None:
    other_values = Utterance("fly me to new york on friday", "fly", "en", (Span(10, 18, "city"), Span(22, 28, "day")))
    other_words = Utterance("take me to oslo on monday", "fly", "en", (Span(11, 15, "city"), Span(19, 25, "day")))
    other_slots = Utterance("fly me to oslo on monday", "fly", "en", (Span(10, 14, "day"), Span(18, 24, "day")))
    without = Utterance("fly me to oslo on monday", "fly", "en")
    found = said_again([other_values, other_words, other_slots, without, SEEDS[1]], SEEDS)
    assert found == [True, False, False, False, True]

"""Words that translate each other are learnt from sentences that do."""

from __future__ import annotations

import pytest

from backend.datasets.translations import model_1, word_translations

PAIRS = [
    (one.split(), other.split())
    for one, other in (
        ("the house", "das haus"),
        ("the book", "das buch"),
        ("a book", "ein buch"),
        ("a house", "ein haus"),
        ("the garden", "das beet"),
    )
]


def test_probabilities_of_a_word_add_up_and_favour_its_translation() -> None:
    chances = model_1(PAIRS, rounds=10)
    for word in ("the", "book", None):
        total = sum(chance for (given, _), chance in chances.items() if given == word)
        assert total == pytest.approx(1.0, abs=0.01)
    assert chances["book", "buch"] > 0.8 > 0.2 > chances.get(("book", "das"), 0.0)


def test_what_is_unsure_or_seen_once_is_left_out() -> None:
    found = word_translations(PAIRS, least=0.4)
    assert {pair for pair, _ in found.items()} == {
        ("the", "das"), ("a", "ein"), ("book", "buch"), ("house", "haus"),
    }  # fmt: skip
    assert all(0.4 <= surely <= 1 for surely in found.values())
    assert ("garden", "beet") in word_translations(PAIRS, least=0.4, sentences=1)

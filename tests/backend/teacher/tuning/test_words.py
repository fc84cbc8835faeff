"""Words to exclude are found as people write them, in any script."""

from __future__ import annotations

import unicodedata

import pytest

from backend.domain.utterance import Utterance
from backend.teacher.tuning.words import folded, words_in


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("नमस्ते दुनिया", "hi", "नमस्ते"),
        ("well hey  Olly, lights", "en", "hey olly"),
        ("set a wake-up call", "en", "Wake-Up"),
        ("at ten o'clock sharp", "en", "o'clock"),
        ("is it olly's turn", "en", "olly"),
        ("pollyolly and olly", "en", "olly"),
        ("ask c++ please", "en", "c++"),
        ("アレクサ、テレビをつけて", "ja", "アレクサ"),
        ("ねえollyお願い", "ja", "olly"),
        ("die STRASSE entlang", "de", "straße"),
        (unicodedata.normalize("NFD", "un café noir"), "fr", "CAFÉ"),
    ],
)
def test_a_word_is_found(text: str, language: str, word: str) -> None:
    assert words_in(Utterance(text, "greet", language), folded(["elsewhere", word])) == [word]


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("jollyolly", "en", "olly"),
        ("ollys turn", "en", "olly"),
        ("नमस्ते दुनिया", "hi", "नमस्त"),
        ("नमस्ते दुनिया", "hi", "नम"),
        ("wake up", "en", "wake-up"),
        ("olly2 on", "en", "olly"),
        ("olly_on", "en", "olly"),
    ],
)
def test_a_part_of_a_word_is_none(text: str, language: str, word: str) -> None:
    assert words_in(Utterance(text, "greet", language), folded([word])) == []

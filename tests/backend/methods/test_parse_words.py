from __future__ import annotations

import re

import pytest
from hypothesis import given

from backend.domain.grammar import Grammar
from backend.methods.parse_words import ARROW, word
from tests.backend.domain.replies import replies


def is_word(text: str) -> bool:
    return re.fullmatch(Grammar(word()).regex, text) is not None


@pytest.mark.parametrize("text", ["pizza", "7", "=", "==", "=7", "=\\[", ">", ">=", "a=>b", "\\]=>", "=" * 40])
def test_anything_that_shows_is_a_word(text: str) -> None:
    assert is_word(text)


@pytest.mark.parametrize("text", ["=>", "=>pizza", "=>>", "", "two words", "[", "=" * 41, "x" * 41])
def test_the_arrow_of_prompts_begins_none(text: str) -> None:
    assert not is_word(text)


@given(replies(word()))
def test_no_word_that_is_taken_begins_with_it_or_is_longer_than_forty_characters(written: str) -> None:
    assert not written.startswith(ARROW)
    assert 1 <= len(re.sub(r"\\(.)", r"\1", written)) <= 40

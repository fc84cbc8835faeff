"""Whether a text holds the values of the parse that a teacher wrote beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.checks.parses import values_in_text
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.prompt import Message, Prompt
from backend.domain.utterance import Utterance

FORM = ParseSchema("decoupled")
PROMPT = Prompt((Message("completion", "x"),), "FIND_CLASS", "en", (), (), (), "clasp-tb/tuned", "0" * 64, FORM)
YOGA = read_parse("[IN:FIND_CLASS [SL:TOPIC yoga ] ]")


def said(text: str, language: str = "en") -> Utterance:
    return Utterance(text, "FIND_CLASS", language, parse=YOGA)


@pytest.mark.parametrize("text", ["Yoga, please", "any (yoga) today", "is yoga-related stuff on", "yogathon or yoga"])
def test_a_value_may_stand_beside_anything_but_a_letter(text: str) -> None:
    assert values_in_text(said(text), YOGA, PROMPT, FORM).passed


@pytest.mark.parametrize("text", ["a yogathon", "the minyoga class", "yogaयोग"])
def test_a_value_that_is_only_part_of_a_longer_word_is_told(text: str) -> None:
    verdict = values_in_text(said(text), YOGA, PROMPT, FORM)
    assert (verdict.passed, verdict.detail) == (False, "only part of a word: SL:TOPIC = yoga")


def test_a_value_may_be_anywhere_in_a_language_without_spaces_and_where_the_reply_marks_it() -> None:
    assert values_in_text(said("今日のyogaクラス", "ja"), YOGA, PROMPT, FORM).passed
    assert values_in_text(said("a yogathon"), YOGA, replace(PROMPT, marks_values=True), FORM).passed


def test_a_value_that_is_nowhere_is_told_in_every_language() -> None:
    for language in ("en", "ja"):
        verdict = values_in_text(said("pilates", language), YOGA, PROMPT, FORM)
        assert verdict.detail == "not in the text: SL:TOPIC = yoga"

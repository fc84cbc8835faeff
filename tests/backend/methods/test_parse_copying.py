"""Grammars of what a parse takes from its text, as llguidance reads them, byte by byte."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llguidance import LLMatcher, LLTokenizer

from backend.domain.grammar import Grammar
from backend.domain.parse_notation import SQUARE, read_parse, write_parse
from backend.domain.parse_schema import ParseForm, ParseSchema
from backend.methods.parse_copying import MOST_PIECES, copying, pieces_of
from backend.methods.parse_grammar import every_parse
from tests.backend.methods.parses import KINDS

BYTES = LLTokenizer("byte")


def taken(lark: str | None, written: str) -> bool:
    assert lark is not None
    matcher = LLMatcher(BYTES, f"start: reply\n{lark}", log_level=0)
    assert not matcher.is_error(), matcher.get_error()
    return all(matcher.consume_token(byte) for byte in written.encode()) and matcher.is_accepting()


def schema(form: ParseForm, depth: int = 3, most_roots: int = 1) -> ParseSchema:
    return ParseSchema(form, depth=depth, most_roots=most_roots)


@pytest.mark.parametrize("kind", KINDS)
def test_the_parse_of_every_seed_goes_through_both_grammars(kind: str) -> None:
    held, seeds = KINDS[kind]
    for seed in seeds:
        written = write_parse(seed.parse, SQUARE)
        assert taken(Grammar(every_parse(held.parses)).lark, written)
        words = copying(seed.text, held.parses)
        assert words is None if held.parses.form == "exr" else taken(words, written)


@pytest.mark.parametrize(
    ("written", "through"),
    [
        ("[ORDER two [SIZE big ] bowls ]", True),
        ("[ORDER [A two big ] [B bowls ] ]", True),
        ("[ORDER two big bowls ]", True),
        ("[ORDER two bowls ]", False),
        ("[ORDER two big bowls please ]", False),
        ("[ORDER big two bowls ]", False),
        ("[ORDER two big ] bowls", False),
        ("[ORDER two big ] [ORDER bowls ]", False),
        ("[ORDER two big bowls [SIZE ] ]", False),
        ("[A [B [C [D two ] ] ] big bowls ]", False),
        ("[ORDER two big bowls", False),
    ],
)
def test_in_the_form_top_every_word_is_said_once_and_in_order_inside_one_label(written: str, through: bool) -> None:
    assert taken(copying("two big bowls", schema("top")), written) is through


def test_labels_stand_side_by_side_where_parses_have_several() -> None:
    grammar = copying("two bowls", schema("top", most_roots=2))
    assert taken(grammar, "[ORDER two ] [ORDER bowls ]")
    assert not taken(grammar, "[ORDER two ] bowls")


@pytest.mark.parametrize(
    ("written", "through"),
    [
        ("[IN:WAKE [SL:TIME at 8 am ] ]", True),
        ("[IN:WAKE [SL:TIME at 8am ] [SL:WHO me ] ]", True),
        ("[IN:WAKE ]", True),
        ("[IN:WAKE [SL:TIME [IN:GET [SL:WHO me ] ] ] ]", True),
        ("[IN:WAKE [SL:WHO me 8 ] ]", False),
        ("[IN:WAKE [SL:WHO you ] ]", False),
        ("[IN:WAKE [SL:WHO m ] ]", False),
        ("[IN:WAKE [SL:TIME 8 [SL:WHO me ] ] ]", False),
    ],
)
def test_in_the_form_decoupled_values_are_words_beside_each_other(written: str, through: bool) -> None:
    assert taken(copying("wake me at 8am", schema("decoupled")), written) is through


def test_brackets_of_a_text_are_words_like_others() -> None:
    assert taken(copying("a [b", schema("top")), "[ORDER a \\[ b ]")
    assert taken(copying("a [b", schema("decoupled")), "[ORDER [X \\[b ] ]")


def test_a_text_that_is_too_long_and_names_of_things_are_not_held() -> None:
    assert copying("word " * (MOST_PIECES + 1), schema("top")) is None
    assert copying("two bowls", schema("exr")) is None


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1, max_size=30).filter(lambda text: any(pieces_of(text))))
def test_any_text_is_taken_as_its_own_words(text: str) -> None:
    words = [word for word in text.split() if all(character.isprintable() for character in word)]
    if not words:
        return
    said = " ".join(words)
    for form in ("top", "decoupled"):
        inside = " ".join(word.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]") for word in words)
        written = write_parse(read_parse(f"[A {inside} ]", SQUARE), SQUARE)
        assert taken(copying(said, schema(form)), written)

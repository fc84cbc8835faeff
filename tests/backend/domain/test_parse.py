"""Parses: what they hold, how they are written, and when two are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.parse import MAX_DEPTH, Node, Parse
from backend.domain.parse_match import exact_match, insensitive_match, unordered_match
from backend.domain.parse_notation import ROUND, SQUARE, bracket_style_of, read_parse, write_parse
from tests.backend.domain.parse_strategies import parses

TOP = "(ORDER bring me (SNACKORDER (NUMBER two ) (SIZE big ) bowls of (SNACK hot chips ) ) please )"
MTOP = "[IN:FIND_CLASS [SL:TOPIC pottery ] [SL:WHEN [IN:GET_TIME [SL:DAY next friday ] ] ] ]"


@pytest.mark.parametrize("notation", [TOP, MTOP, "[IN:HELP ]", "(A (B ) ) (C x )"])
def test_what_data_sets_write_is_read_and_written_byte_for_byte(notation: str) -> None:
    assert write_parse(read_parse(notation), bracket_style_of(notation)) == notation


@given(parses(), st.sampled_from([SQUARE, ROUND]))
def test_any_parse_is_written_and_read_back(parse: Parse, style) -> None:
    assert read_parse(write_parse(parse, style), style) == parse


@given(st.text("[]()\\ ab:IN", max_size=30))
def test_any_text_is_read_or_refused(notation: str) -> None:
    try:
        parse = read_parse(notation)
    except InvalidValue:
        return
    style = bracket_style_of(notation)
    assert read_parse(write_parse(parse, style), style) == parse


def test_the_leaves_of_a_parse_with_carrier_words_are_the_text() -> None:
    parse = read_parse(TOP)
    assert parse.text == "bring me two big bowls of hot chips please"
    assert parse.values == (("NUMBER", "two"), ("SIZE", "big"), ("SNACK", "hot chips"))
    assert parse.label_counts == {"ORDER": 1, "SNACKORDER": 1, "NUMBER": 1, "SIZE": 1, "SNACK": 1}


def test_white_space_may_be_left_out_at_brackets_and_be_of_any_length() -> None:
    assert read_parse("  [A[B  x   y]]") == read_parse("[A [B x y ] ]")


def test_a_bracket_in_a_word_is_written_with_a_backslash() -> None:
    parse = Parse((Node("A", ("a(b]", "\\")),))
    assert write_parse(parse, SQUARE) == r"[A a(b\] \\ ]"
    assert write_parse(parse, ROUND) == r"(A a\(b] \\ )"


@pytest.mark.parametrize(
    ("notation", "said"),
    [
        ("[A [B x ]", "never closed, at character 1"),
        ("[A x ] ]", "a bracket that closes none, at character 8 ']'. Take it away"),
        ("[A x ] y", "a word outside of all labels, at character 8"),
        ("[A [ x ] ]", "without a label, at character 5"),
        ("x [A ]", "begins with a bracket"),
        ("", "begins with a bracket"),
        ("[1A x ]", "not a label of a parse '1A'"),
        ("[XX:A x ]", "not a label of a parse 'XX:A'"),
        ("[A " * 50 + "] " * 50, f"over {MAX_DEPTH} brackets"),
    ],
)
def test_a_parse_that_cannot_be_says_why_and_where(notation: str, said: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_parse(notation)
    assert said in str(refused.value)


@pytest.mark.parametrize("word", ["", "a b", "a\u00a0b", "\n"])
def test_a_word_holds_no_white_space(word: str) -> None:
    with pytest.raises(InvalidValue):
        Node("A", (word,))


@pytest.mark.parametrize(
    ("predicted", "exact", "unordered", "insensitive"),
    [
        ("(A (B x ) (C y z ) )", True, True, True),
        ("(A (C y z ) (B x ) )", False, True, False),
        ("(A (B X ) (C y z ) )", False, False, True),
        ("(A (B x ) (C yz ) )", False, False, True),
        ("(A (B x ) (C z y ) )", False, False, False),
        ("(A (B x ) (B x ) (C y z ) )", False, False, False),
    ],
)
def test_three_ways_in_which_parses_match(predicted: str, exact: bool, unordered: bool, insensitive: bool) -> None:
    gold, other = read_parse("(A (B x ) (C y z ) )"), read_parse(predicted)
    assert exact_match(other, gold) is exact
    assert unordered_match(other, gold) is unordered
    assert insensitive_match(other, gold) is insensitive


def test_what_cannot_be_read_matches_nothing() -> None:
    gold = read_parse("[A ]")
    assert not any(match(None, gold) for match in (exact_match, unordered_match, insensitive_match))

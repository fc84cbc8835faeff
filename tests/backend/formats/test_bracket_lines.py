"""Pasted lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import ROUND, SQUARE, BracketStyle
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.shown import read_shown, write_shown
from backend.domain.utterance import Span, Utterance
from backend.formats.bracket_lines import MAX_NOTATION, read_lines
from backend.formats.reading import Line, LineError
from tests.backend.domain.parse_strategies import parsed_utterances

SCHEMA = Schema((Intent("Weather", slots=("city",)), Intent("Wake", slots=("time",))), (Slot("city"), Slot("time")))


def test_blank_lines_and_comments_are_skipped_and_numbers_kept() -> None:
    reading = read_lines(
        "# mine\r\n\r\n  is it wet in [city : oslo]  \r\nhow warm is it\n",
        intent="Weather",
        language="en",
        schema=SCHEMA,
    )
    assert reading.errors == ()
    assert reading.lines == (
        Line(3, Utterance("is it wet in oslo", "Weather", "en", (Span(13, 17, "city"),))),
        Line(4, Utterance("how warm is it", "Weather")),
    )


def test_a_bad_line_is_named_and_the_rest_is_kept() -> None:
    text = "wet in [city : oslo\nwet in [town : oslo]\nwake me at [time : six]\nwet in [city : rome]"
    reading = read_lines(text, intent="Weather", language="en", schema=SCHEMA)
    assert [line.number for line in reading.lines] == [4]
    assert [error.number for error in reading.errors] == [1, 2, 3]
    assert [error.content for error in reading.errors] == text.split("\n")[:3]
    assert "never closed" in reading.errors[0].problem
    assert "unknown slot 'town'" in reading.errors[1].problem
    assert "slot that intent Weather does not hold 'time'" in reading.errors[2].problem


def test_each_line_may_begin_with_its_intent_where_none_is_given() -> None:
    reading = read_lines("Wake\tat [time : six]\nno intent here\n", intent=None, language="en", schema=SCHEMA)
    assert [line.utterance.intent for line in reading.lines] == ["Wake"]
    assert "line without an intent 'no intent here'" in reading.errors[0].problem


def test_a_line_that_says_the_same_as_an_earlier_one_names_it() -> None:
    reading = read_lines("Will it rain?\nis it dry\nwill it  rain", intent="Weather", language="en", schema=None)
    assert [line.number for line in reading.lines] == [1, 2]
    assert reading.errors == (LineError(3, "says the same as line 1.", "will it  rain"),)


def test_the_same_words_under_another_intent_are_refused_as_a_project_would() -> None:
    reading = read_lines("Weather\tat six\nWake\tat six", intent=None, language="en", schema=None)
    assert [line.utterance.intent for line in reading.lines] == ["Weather"]
    assert reading.errors[0].problem == "says the same as line 1."


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=cmd()", "ما الطقس غدا"])
def test_hostile_text_is_text(text: str) -> None:
    reading = read_lines(text, intent="Weather", language="en", schema=SCHEMA)
    assert reading.lines[0].utterance == Utterance(text, "Weather")


def test_markdown_is_text_too_once_its_brackets_are_escaped() -> None:
    pasted = "![x](http://example.org/p.png)\n!\\[x\\](http://example.org/p.png)"
    reading = read_lines(pasted, intent="Weather", language="en", schema=SCHEMA)
    assert [line.utterance.text for line in reading.lines] == ["![x](http://example.org/p.png)"]
    assert "span without a colon '[x]'" in reading.errors[0].problem
    assert r"Write \[ or \] for a literal bracket" in reading.errors[0].problem


def test_a_line_separator_inside_a_line_is_refused_where_it_is() -> None:
    reading = read_lines("fine\nnot\u2028fine", intent="Weather", language="en", schema=None)
    assert reading.errors[0].number == 2
    assert "control character at position 3" in reading.errors[0].problem


def test_an_unknown_language_is_refused_before_any_line() -> None:
    with pytest.raises(InvalidValue, match="unknown language 'xx'"):
        read_lines("hello", intent="Weather", language="xx", schema=None)


def test_an_endless_line_is_refused_unread() -> None:
    reading = read_lines("[a:b]" * MAX_NOTATION, intent="Weather", language="en", schema=None)
    assert f"at most {MAX_NOTATION}" in reading.errors[0].problem
    assert len(reading.errors[0].content) == 300


@given(parsed_utterances(), st.sampled_from([SQUARE, ROUND]))
def test_a_text_and_its_parse_are_pasted_back_as_they_are_shown(utterance: Utterance, style: BracketStyle) -> None:
    assume(not utterance.text.startswith("#"))  # which makes a comment
    line = write_shown(utterance, style)
    reading = read_lines(line, intent=None, language=utterance.language, schema=None, parses=True)
    assert reading.errors == ()
    assert [read.utterance for read in reading.lines] == [replace(utterance, text=utterance.text.strip())]
    assert read_shown(line, utterance.language, words_are_text=False) == reading.lines[0].utterance


def test_nothing_pasted_gives_nothing() -> None:
    reading = read_lines("", intent="Weather", language="en", schema=SCHEMA)
    assert (reading.lines, reading.errors) == ((), ())

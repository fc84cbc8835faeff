"""Texts that nobody would say."""

from __future__ import annotations

import time

import pytest

from backend.insight.doubting_text import no_markup, no_repetition
from backend.insight.row import Row
from tests.backend.insight.rows import context


def plain(text: str) -> Row:
    return Row(1, text, "rent_bike", "en")


@pytest.mark.parametrize(
    "text",
    ["rent a [bike", "a bike</s> please", "**rent** a bike", "- rent a bike", "1. rent a bike", "a bike &amp; a lock",
     "{kind} at the mill", "`rent`", "a bike | a lock", "rent\\n a bike"],
)  # fmt: skip
def test_left_over_markup_is_a_doubt(text: str) -> None:
    verdict = no_markup(plain(text), context())
    assert not verdict.passed
    assert verdict.detail.startswith("looks left over: ")


@pytest.mark.parametrize(
    "text", ["it's 5-star, isn't it?", "rent 2 bikes (blue) at 8:30", "a & b", "number 3. now", "#1"]
)
def test_what_people_type_is_none(text: str) -> None:
    assert no_markup(plain(text), context()).passed


@pytest.mark.parametrize(
    ("text", "stuck"),
    [
        ("the the the bike", "the"),
        ("a bike a bike a bike now", "a bike"),
        ("at the mill at the mill", "at the mill"),
        ("Rent it now, rent it now", "rent it now"),
    ],
)
def test_words_over_and_over_are_a_doubt(text: str, stuck: str) -> None:
    assert no_repetition(plain(text), context()).detail == f"said over and over: {stuck}"


@pytest.mark.parametrize("text", ["bye bye", "a very very good bike", "bring it to me and to me alone", "ok", ""])
def test_a_word_said_twice_is_none(text: str) -> None:
    assert no_repetition(plain(text), context()).passed


def test_the_longest_text_without_spaces_is_looked_through_in_no_time() -> None:
    written = "".join(chr(0x4E00 + at) for at in range(1000))
    began = time.perf_counter()
    verdict = no_repetition(Row(1, f"{written}一{written[:-1]}", "rent_bike", "ja"), context())
    assert time.perf_counter() - began < 3
    assert verdict.passed

"""Texts that nobody would say."""

from __future__ import annotations

import time

import pytest

from backend.insight.context import Context
from backend.insight.doubting_text import no_markup, no_repetition, words_together
from backend.insight.finding import finding
from backend.insight.knowledge import learn
from backend.insight.row import Row
from tests.backend.insight.rows import SCHEMA, context, row


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
    assert verdict.detail.startswith("the text seems to hold markup: “")


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


def test_words_that_stand_together_nowhere_are_a_doubt_once_such_candidates_were_rejected() -> None:
    known = [row(f"rent a [kind : tandem] for [duration : {number} days]", id=number) for number in range(20)]
    rejected = [row(f"[kind : tandem] rent for [duration : {number} days]", id=100 + number) for number in range(12)]
    new = row("rent [kind : trike] for [duration : one day] the", id=200)
    before = Context(learn(known, SCHEMA, "en", written=range(10)))
    assert words_together(new, before).passed, "ten decisions are too few"
    after = Context(learn(known, SCHEMA, "en", written=range(10), rejected=rejected))
    assert words_together(row("rent a [kind : trike] for [duration : one day]"), after).passed
    verdict = words_together(new, after)
    assert not verdict.passed
    assert verdict.detail == (
        "words together as in nothing accepted: “rent [kind]”, “[duration] the” and 1 more; "
        "of 12 candidates with 1 such place or more 0 were accepted"
    )
    edge = words_together(row("[kind : trike] a for [kind : tandem]"), after)
    assert "accepted: “[kind]” at the beginning, “[kind] a” and" in edge.detail
    judged = [finding(one, after) for one in (row("rent a [kind : trike] for [duration : one day]"), new)]
    assert judged[0].rank < judged[1].rank
    assert judged[1].doubts[0].check == "words-together"

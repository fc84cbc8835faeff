"""Each check, on both sides of its line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.checks import CHECKS, copy_of_example, duplicate, labels_as_asked, run_checks, value_kept, wildcard_filled
from backend.domain.notation import read_typed
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Include
from backend.domain.utterance import Utterance


def said(notation: str) -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, "book_table", "en", read.spans)


def prompt(*asked: str, examples: tuple[Utterance, ...] = ()) -> Prompt:
    return Prompt(
        messages=(Message("completion", "x"),),
        intent="book_table",
        language="en",
        labels=((1, "time"), (2, "size")),
        asked=tuple(Include.parse(one) for one in asked),
        examples=examples,
        template="linguist/tuned",
        template_hash="0" * 64,
    )


def test_labels_as_asked_pass_in_any_order() -> None:
    assert labels_as_asked(said("[size : two] at [time : noon]"), prompt("time=*", "size=*")).passed


def test_a_missing_and_an_extra_label_are_named() -> None:
    verdict = labels_as_asked(said("for [size : two]"), prompt("time=*"))
    assert not verdict.passed
    assert verdict.detail == "missing time; not asked for size"


def test_labels_are_compared_as_a_multiset() -> None:
    twice = said("from [time : noon] to [time : one]")
    assert labels_as_asked(twice, prompt("time=*", "time=*")).passed
    assert not labels_as_asked(twice, prompt("time=*")).passed
    assert labels_as_asked(said("at [time : noon]"), prompt("time=*", "time=*")).detail == "missing time"


def test_nothing_asked_for_means_no_slots() -> None:
    assert labels_as_asked(said("a table please"), prompt()).passed
    assert not labels_as_asked(said("a table at [time : noon]"), prompt()).passed


@pytest.mark.parametrize("value", ["7 PM", "7 pm.", "7  pm"])
def test_a_given_value_may_differ_in_case_punctuation_and_spacing(value: str) -> None:
    assert value_kept(said(f"at [time : {value}]"), prompt("time=7 pm")).passed


def test_a_given_value_under_another_slot_is_lost() -> None:
    verdict = value_kept(said("for [size : 7 pm] at [time : noon]"), prompt("time=7 pm", "size=*"))
    assert not verdict.passed
    assert "time = 7 pm" in verdict.detail


def test_the_same_value_asked_for_twice_must_come_back_twice() -> None:
    asked = prompt("time=noon", "time=noon")
    assert value_kept(said("[time : noon] or [time : noon]"), asked).passed
    assert not value_kept(said("[time : noon] or [time : one]"), asked).passed


@pytest.mark.parametrize("value", ["*", "**", '"*"', "* *", "half past *", "*,"])
def test_a_literal_star_is_dropped_as_unfilled(value: str) -> None:
    verdict = wildcard_filled(said(f"at [time : {value}]"), prompt("time=*"))
    assert not verdict.passed
    assert "time" in verdict.detail


def test_a_star_inside_a_filled_value_is_no_wildcard() -> None:
    assert wildcard_filled(said("at [time : the 5*hotel hour]"), prompt("time=*")).passed


def test_a_star_beside_the_slots_is_unfilled_too() -> None:
    verdict = wildcard_filled(said("at [time : noon] in *"), prompt("time=*"))
    assert verdict.detail == "literal star in text outside the slots"


def test_a_star_that_was_given_as_part_of_a_value_may_come_back() -> None:
    asked = prompt("size=2 * 3", "time=*")
    assert wildcard_filled(said("for [size : 2 * 3] at [time : noon]"), asked).passed
    assert wildcard_filled(said("rate it *"), prompt()).passed


def test_an_example_said_again_is_a_copy() -> None:
    shown = prompt("time=*", examples=(said("a table at [time : noon]"),))
    assert not copy_of_example(said("A table, at [time : Noon]!"), shown).passed
    assert copy_of_example(said("a table at [time : one]"), shown).passed


def test_a_demonstration_of_the_template_said_again_is_a_copy() -> None:
    turns = (Message("user", "say it"), Message("assistant", r"wake me at [time : six] \[sharp\]"))
    shown = replace(prompt("time=*"), messages=turns)
    assert not copy_of_example(said(r"Wake me at [time : six] \[sharp\]!"), shown).passed
    assert copy_of_example(said("wake me at [time : five]"), shown).passed
    assert copy_of_example(said("say it"), shown).passed


def test_what_was_seen_is_a_duplicate() -> None:
    assert not duplicate(said("Table at [time : noon]?"), {"table at noon"}).passed
    assert duplicate(said("table at [time : one]"), {"table at noon"}).passed


def test_all_checks_report_in_their_order() -> None:
    verdicts = run_checks(said("at [time : *]"), prompt("time=*"), set())
    assert tuple(verdict.check for verdict in verdicts) == CHECKS
    assert [verdict.check for verdict in verdicts if not verdict.passed] == ["wildcard-filled"]


@given(st.text(min_size=1, max_size=30).filter(lambda text: text.strip().isprintable() and text.strip()))
def test_an_utterance_is_always_a_duplicate_of_itself(text: str) -> None:
    from backend.domain.normalise import normalised

    utterance = Utterance(text.strip(), "book_table")
    assert not duplicate(utterance, {normalised(text)}).passed

"""What an utterance may be, and what a refusal names."""

from __future__ import annotations

from collections import Counter

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.utterance import MAX_TEXT, Span, Utterance


def refusal(make: object, *given: object) -> str:
    with pytest.raises(InvalidValue) as caught:
        make(*given)  # type: ignore[operator]
    return str(caught.value)


@pytest.mark.parametrize(
    ("span", "named"),
    [
        ((-1, 3, "city"), "before the start of the text 'city -1:3'"),
        ((3, 3, "city"), "empty span 'city 3:3'"),
        ((5, 3, "city"), "empty span 'city 5:3'"),
        ((0, 3, "two words"), "not a slot name 'two words'"),
        ((0, 3, "<script>"), "not a slot name '<script>'"),
    ],
)
def test_a_bad_span_is_refused_with_its_label_and_offsets(span: tuple[int, int, str], named: str) -> None:
    assert named in refusal(Span, *span)


@pytest.mark.parametrize(
    ("spans", "named"),
    [
        ((Span(7, 12, "city"),), "outside the text, which has 11 characters 'city 7:12'"),
        ((Span(6, 11, "city"),), "white space at its edge ' rome'"),
        ((Span(0, 6, "day"), Span(4, 8, "city")), "slot city overlaps span of slot day 'to'"),
        ((Span(7, 11, "city"), Span(7, 11, "city")), "overlaps"),
        ((Span(0, 11, "day"), Span(4, 6, "city")), "overlaps"),
    ],
)
def test_spans_that_do_not_fit_the_text_are_refused(spans: tuple[Span, ...], named: str) -> None:
    assert named in refusal(Utterance, "fly to rome", "Fly", "en", spans)


@pytest.mark.parametrize("text", ["", "   ", "\u00a0\u3000", "\u200b", "\ufeff \u200d"])
def test_a_text_that_shows_nothing_is_refused(text: str) -> None:
    assert f"empty utterance {text!r}" in refusal(Utterance, text, "Any")


@pytest.mark.parametrize("bad", ["\n", "\r", "\t", "\0", "\x1b", "\x85", "\u2028", "\u2029", "\ud800"])
def test_control_characters_are_refused_with_their_position(bad: str) -> None:
    assert f"control character at position 2 of the utterance {bad!r}" in refusal(Utterance, f"ab{bad}cd", "Any")


def test_an_over_long_text_is_refused_with_its_length() -> None:
    assert Utterance("x" * MAX_TEXT, "Any").text == "x" * MAX_TEXT
    assert f"utterance of {MAX_TEXT + 1} characters" in refusal(Utterance, "x" * (MAX_TEXT + 1), "Any")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "![x](http://example.org/p.png)", "=cmd()", "مرحبا 🙂", "e\u0301"]
)
def test_hostile_and_foreign_text_is_kept_as_it_is(text: str) -> None:
    assert Utterance(text, "Any").text == text


def test_spans_are_sorted_and_labels_stripped() -> None:
    utterance = Utterance("oslo on monday", " Weather ", "EN", (Span(8, 14, " day "), Span(0, 4, "city")))
    assert utterance == Utterance("oslo on monday", "Weather", "en", (Span(0, 4, "city"), Span(8, 14, "day")))
    assert utterance.slots == (("city", "oslo"), ("day", "monday"))


def test_slots_are_counted_as_a_multiset() -> None:
    utterance = Utterance("oslo rome", "Fly", "en", (Span(0, 4, "city"), Span(5, 9, "city")))
    assert utterance.slot_counts == Counter(city=2)


def test_touching_spans_do_not_overlap() -> None:
    assert Utterance("東京大阪", "Fly", "ja", (Span(0, 2, "city"), Span(2, 4, "city"))).slot_counts["city"] == 2

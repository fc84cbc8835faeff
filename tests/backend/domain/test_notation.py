"""Bracket notation: what is written is read back, and what cannot be read says why."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.notation import Annotated, escape, read_numbered, read_typed, write_numbered, write_typed
from backend.domain.utterance import Span, Utterance
from tests.backend.domain.strategies import annotated, utterances

LABELS = {1: "city", 2: "day"}


@given(annotated())
def test_typed_notation_round_trips_exactly(given_parts: Annotated) -> None:
    assert read_typed(write_typed(given_parts)) == given_parts


@given(annotated(), st.randoms(use_true_random=False))
def test_numbered_notation_round_trips_under_any_numbering(given_parts: Annotated, shuffler: random.Random) -> None:
    slots = sorted({span.slot for span in given_parts.spans})
    numbers = shuffler.sample(range(1, 100), len(slots))
    labels = dict(zip(numbers, slots, strict=True))
    assert read_numbered(write_numbered(given_parts, labels), labels) == given_parts


@given(utterances())
def test_an_utterance_and_its_notation_say_the_same(utterance: Utterance) -> None:
    read = read_typed(write_typed(utterance))
    assert Utterance(read.text, utterance.intent, utterance.language, read.spans) == utterance


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_but_never_breaks_the_reader(notation: str) -> None:
    for read in (read_typed, lambda text: read_numbered(text, LABELS)):
        try:
            parts = read(notation)
        except InvalidValue:
            continue
        assert all(parts.text[span.start : span.end].strip() for span in parts.spans)


@given(st.text(max_size=40))
def test_escaped_text_is_read_as_text_without_spans(text: str) -> None:
    assert read_typed(escape(text)) == Annotated(text, ())


@pytest.mark.parametrize(
    ("notation", "text", "spans"),
    [
        ("from [city : oslo] to [city : rome]", "from oslo to rome", ((5, 9, "city"), (13, 17, "city"))),
        ("[city : 東京][city : 大阪]の天気", "東京大阪の天気", ((0, 2, "city"), (2, 4, "city"))),
        (r"open \[draft\] [day : a\]b]", "open [draft] a]b", ((13, 16, "day"),)),
        (r"path c:\temp [day : C:\\]", "path c:\\temp C:\\", ((13, 16, "day"),)),
        ("[city:rome]", "rome", ((0, 4, "city"),)),
        ("at [day : 12:30]", "at 12:30", ((3, 8, "day"),)),
        ("[city :   new   york  ]!", "new   york!", ((0, 10, "city"),)),
        ("  two spaces ", "  two spaces ", ()),
    ],
)
def test_typed_notation_is_read_so(notation: str, text: str, spans: tuple[tuple[int, int, str], ...]) -> None:
    assert read_typed(notation) == Annotated(text, tuple(Span(*span) for span in spans))


def test_numbers_belong_to_one_request() -> None:
    notation = "weather in [1 oslo ] on [2 monday ]"
    swapped = read_numbered(notation, {1: "day", 2: "city"})
    assert [span.slot for span in swapped.spans] == ["day", "city"]
    assert [span.slot for span in read_numbered(notation, LABELS).spans] == ["city", "day"]


@pytest.mark.parametrize(
    ("notation", "named"),
    [
        ("fly to [city : rome", "never closed '[city : rome'"),
        ("fly to rome]", "closing bracket without an opening one at position 11 'fly to rome]'"),
        ("[city : [day : x]]", "bracket inside a span '[city : ['"),
        ("[rome]", "without a colon '[rome]'"),
        ("[city : ]", "without a value '[city : ]'"),
        ("[1city : rome]", "not a slot name '1city'"),
        ("[ : rome]", "span without a slot '[ : rome]'"),
        ("trailing [city : rome\\]", "never closed"),
    ],
)
def test_unreadable_typed_notation_is_refused_with_the_value(notation: str, named: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_typed(notation)
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("notation", "named"),
    [
        ("in [oslo ]", "without a label number '[oslo ]'"),
        ("in [3 oslo ]", "does not have 3"),
        ("in [1 ]", "without a value '[1 ]'"),
        ("in [99999 oslo ]", "without a label number"),
        ("in [1 oslo", "never closed"),
    ],
)
def test_unreadable_numbered_notation_is_refused_with_the_value(notation: str, named: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_numbered(notation, LABELS)
    assert named in str(caught.value)


def test_a_slot_without_a_number_is_refused_by_name() -> None:
    with pytest.raises(InvalidValue, match="without a number in this request 'genre'"):
        write_numbered(Annotated("some jazz", (Span(5, 9, "genre"),)), LABELS)

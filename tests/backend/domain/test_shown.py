"""Utterances as lines that people read and edit, and where the labels of a parse stand in the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import ROUND, read_parse
from backend.domain.parse_places import Place, places, value_places
from backend.domain.shown import read_shown, text_and_parse, write_shown
from backend.domain.utterance import Span, Utterance
from tests.backend.methods.parses import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_shown_is_read_back(kind: str) -> None:
    schema, seeds = KINDS[kind]
    for seed in seeds:
        shown = write_shown(seed, schema.parses.style)
        assert read_shown(shown, "en", words_are_text=kind == "top") == seed


def test_an_utterance_with_slots_is_shown_as_it_is_typed() -> None:
    assert write_shown(Utterance("fly to rome", "fly", "en", (Span(7, 11, "city"),))) == "fly to [city : rome]"


def test_a_parse_alone_is_read_where_its_words_are_the_text_and_a_text_before_it_is_passed_over() -> None:
    for typed in ("(A buy (B tea ) )", "something else => (A buy (B tea ) )"):
        assert read_shown(typed, "en", words_are_text=True).text == "buy tea"
    assert read_shown("[A ซื้อ [B ชา ] ]", "th", words_are_text=True).text == "ซื้อชา"


def test_arrows_in_the_text_and_in_the_parse_are_no_borders() -> None:
    said = Utterance("a => b", "A", parse=read_parse("(A (B => ) )"))
    assert write_shown(said, ROUND) == "a => b => (A (B => ) )"
    assert read_shown("a => b => (A (B => ) )", "en", words_are_text=False) == said


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("(please) order tea => [ORDER [DRINK tea ] ]", "(please) order tea"),
        ("[1] order tea => [ORDER [DRINK tea ] ]", "[1] order tea"),
        ("press => [tab] now => twice => [ORDER [DRINK tea ] ]", "press => [tab] now => twice"),
        ("x => [A b ] => [ORDER [DRINK tea ] ]", "x => [A b ]"),
        ("x => [A b => [ORDER [DRINK tea ] ]", "x => [A b"),
        ("=> x => => [ORDER [DRINK tea ] ]", "=> x =>"),
        ("order => tea\t[ORDER [DRINK tea ] ]", "order => tea"),
        ("order tea => [ORDER\t[DRINK tea ] ]", "order tea"),
        ("[ORDER [DRINK tea ] ]", None),
    ],
)
def test_the_text_ends_where_a_parse_follows_whatever_stands_in_it(line: str, text: str | None) -> None:
    assert text_and_parse(line) == (text, read_parse("[ORDER [DRINK tea ] ]"))


def test_a_line_of_nothing_but_arrows_is_soon_refused() -> None:
    started = time.perf_counter()
    with pytest.raises(InvalidValue):
        text_and_parse("=> [a " * 33_000)
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("buy tea", "line without a parse 'buy tea'. Write the text, then => and its parse, or a parse alone"),
        ("buy tea => [A [B tea ]", "a bracket that is never closed, at character 2"),
        ("[A [B tea ] ]", "empty utterance"),
        ("buy tea => tea", "a parse begins with a bracket"),
        ("(please) buy => [A [B tea ]", "a bracket that is never closed"),
    ],
)
def test_a_line_without_a_sound_parse_is_refused(typed: str, said: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_shown(typed, "en", words_are_text=False)
    assert said in str(refused.value)


def test_labels_stand_over_their_words_and_around_what_is_inside_them() -> None:
    schema, seeds = KINDS["top"]
    (order,) = places(seeds[2].parse, seeds[2].text, schema.parses)
    assert (order.start, order.end, order.label) == (0, len(seeds[2].text), "ORDER")
    snack, drink = order.inside
    assert [seeds[2].text[one.start : one.end] for one in snack.inside] == ["one", "tiny", "soup"]
    assert seeds[2].text[drink.start : drink.end] == "tea"


def test_values_are_found_in_the_text_and_labels_around_them_reach_from_the_first_to_the_last() -> None:
    schema, seeds = KINDS["decoupled"]
    said = seeds[0]
    day = Place(18, 29, "SL:DAY")
    when = Place(18, 29, "SL:WHEN", (Place(18, 29, "IN:GET_TIME", (day,)),))
    assert places(said.parse, said.text, schema.parses) == (
        Place(4, 29, "IN:FIND_CLASS", (Place(4, 11, "SL:TOPIC"), when)),
    )
    assert places(seeds[2].parse, seeds[2].text, schema.parses) == ()
    assert places(KINDS["exr"][1][0].parse, KINDS["exr"][1][0].text, KINDS["exr"][0].parses) == ()


@pytest.mark.parametrize(
    ("text", "values", "found"),
    [
        ("art in art now", ["art", "art now"], [(0, 3), (7, 14)]),
        ("at 4PM", ["4 pm"], [(3, 6)]),
        ("smart art", ["art"], [(6, 9)]),
        ("smart", ["art"], [(2, 5)]),
        ("art", ["art", "art"], None),
        ("no", ["yes"], None),
        ("die straße in bonn", ["STRASSE", "bonn"], [(4, 10), (14, 18)]),
        ("die STRASSE in bonn", ["straße", "bonn"], [(4, 11), (15, 19)]),
        ("straße", ["stras", "se"], None),
    ],
)
def test_values_take_whole_words_and_the_longest_first(
    text: str, values: list[str], found: list[tuple[int, int]] | None
) -> None:
    assert value_places(text, values) == found


@given(st.data())
def test_labels_beside_each_other_never_overlap_and_lie_in_the_one_around_them(data: st.DataObject) -> None:
    schema, seeds = KINDS[data.draw(st.sampled_from(["decoupled", "beside"]))]
    text = data.draw(st.text("pottery nextfridaysoup", max_size=30))
    waiting = [(0, len(text), places(data.draw(st.sampled_from(seeds)).parse, text, schema.parses))]
    while waiting:
        at, end, inside = waiting.pop()
        for place in inside:
            assert at <= place.start < place.end <= end
            at = place.end
            waiting.append((place.start, place.end, place.inside))

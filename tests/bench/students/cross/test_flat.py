from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.domain.normalise import normalised
from backend.domain.parse import Node, Parse
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Span, Utterance
from bench.students.cross.flat import flat, places

WORDS = some.lists(some.text("abcdeéß", min_size=1, max_size=5), min_size=1, max_size=9).map(
    lambda words: [f"{word}{at}" for at, word in enumerate(words)]
)
"""Words no two of which are the same, not even run together."""


def parsed(text: str, written: str) -> Utterance:
    parse = read_parse(written)
    return Utterance(text, parse.intent, "en", parse=parse)


def test_a_flat_parse_becomes_slots_where_its_values_stand() -> None:
    found = flat(parsed("Wake me at 5:30 for the Train", "[IN:WAKE [SL:WHEN at 5 : 30 ] [SL:FOR the train ] ]"))
    assert found is not None
    assert (found.intent, found.slots, found.parse) == ("WAKE", (("WHEN", "at 5:30"), ("FOR", "the Train")), None)


def test_a_parse_without_slots_is_flat() -> None:
    assert flat(parsed("stop it", "[IN:STOP ]")) == Utterance("stop it", "STOP", "en")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("eat what ada eats", "[IN:EAT [SL:DISH [IN:EAT [SL:WHO ada ] ] ] ]"),
        ("tea and tea", "[IN:EAT [SL:DISH tea ] ]"),
        ("teatime", "[IN:EAT [SL:DISH tea ] ]"),
        ("green tea", "[IN:EAT [SL:DISH green tea ] [SL:COLOUR green ] ]"),
        ("green", "[IN:EAT [SL:DISH ] ]"),
    ],
)
def test_a_nested_parse_and_values_that_stand_nowhere_twice_or_in_one_another_are_none(text: str, written: str) -> None:
    assert flat(parsed(text, written)) is None


def test_an_utterance_without_a_parse_is_none() -> None:
    assert flat(Utterance("stop it", "STOP", "en")) is None


@given(WORDS, some.data())
def test_slots_as_a_parse_come_back_as_the_same_slots(words: list[str], draw: some.DataObject) -> None:
    """Spans of whole words in a text without a word twice, written as the parse that says them."""
    edges = sorted(draw.draw(some.sets(some.integers(0, len(words)), max_size=6)))
    pieces = list(zip(edges[::2], edges[1::2], strict=False))
    starts = [sum(len(word) + 1 for word in words[:at]) for at in range(len(words) + 1)]
    spans = tuple(Span(starts[first], starts[last] - 1, f"s{at}") for at, (first, last) in enumerate(pieces))
    gold = Utterance(" ".join(words), "any", "en", spans)
    nodes = tuple(Node(f"SL:{span.slot}", tuple(gold.value(span).split())) for span in gold.spans)
    assert flat(Utterance(gold.text, "any", "en", parse=Parse((Node("IN:any", nodes),)))) == gold


@given(some.text("ab ß5:", min_size=1, max_size=12).filter(str.strip), some.text("abß5: ", max_size=3))
def test_every_place_says_the_value(text: str, value: str) -> None:
    for start, end in places(value, text):
        said = text[start:end]
        assert "".join(said.split()).casefold() == "".join(value.split()).casefold()
        assert normalised(said)

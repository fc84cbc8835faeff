"""Schema and request: labels that hold together, and refusals that name the one that does not."""

from __future__ import annotations

import pytest
from hypothesis import given

from backend.domain.errors import InvalidValue
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.request import MAX_COUNT, Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from tests.backend.domain.strategies import utterances

SCHEMA = Schema((Intent("Fly", slots=("city",)), Intent("Wake", slots=("time",))), (Slot("city"), Slot("time")))


@pytest.mark.parametrize(
    ("intents", "slots", "named"),
    [
        ((Intent("Fly"), Intent("Fly ")), (), "intent defined twice 'Fly'"),
        ((), (Slot("city"), Slot("city")), "slot defined twice 'city'"),
        ((Intent("Fly", slots=("town",)),), (Slot("city"),), "intent Fly holds an unknown slot 'town'"),
    ],
)
def test_a_schema_that_does_not_hold_together_is_refused(
    intents: tuple[Intent, ...], slots: tuple[Slot, ...], named: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        Schema(intents, slots)
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("utterance", "named"),
    [
        (Utterance("hello", "Greet"), "unknown intent 'Greet'. Add it to the schema, or use one of: Fly, Wake."),
        (Utterance("to rome", "Fly", "en", (Span(3, 7, "town"),)), "unknown slot 'town'"),
        (Utterance("at six", "Fly", "en", (Span(3, 6, "time"),)), "slot that intent Fly does not hold 'time'"),
    ],
)
def test_labels_that_the_schema_lacks_are_refused_by_name(utterance: Utterance, named: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        SCHEMA.require(utterance)
    assert named in str(caught.value)


@given(utterances())
def test_a_schema_extended_by_an_utterance_holds_it(utterance: Utterance) -> None:
    extended = SCHEMA.extended_by(utterance)
    extended.require(utterance)
    assert extended.extended_by(utterance) == extended
    assert extended.intents[: len(SCHEMA.intents)] == SCHEMA.intents


def test_a_schema_is_extended_by_many_utterances_as_by_one_after_the_other_but_made_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = [
        Utterance("to rome", "book", "en", (Span(3, 7, "city"),)),
        Utterance("a b", "call", "en", (Span(0, 1, "who"), Span(2, 3, "who"))),
        Utterance("on monday to oslo", "book", "en", (Span(3, 9, "day"), Span(13, 17, "city"))),
        Utterance("hello", "greet"),
    ]
    one_by_one = Schema((Intent("book", "A trip.", ("how",)),), (Slot("how", "By what."),))
    start = one_by_one
    for utterance in said:
        one_by_one = one_by_one.extended_by(utterance)
    made: list[Schema] = []
    check = Schema.__post_init__
    monkeypatch.setattr(Schema, "__post_init__", lambda self: made.append(self) or check(self))
    extended = start.extended_by(*said)
    assert len(made) == 1, "a file with thousands of labels would take minutes"
    assert extended == one_by_one
    assert extended.intents == (
        Intent("book", "A trip.", ("how", "city", "day")),
        Intent("call", slots=("who",)),
        Intent("greet"),
    )


def test_catalogue_values_are_stripped_and_single() -> None:
    assert Slot("city", catalogue=(" oslo ", "oslo", "", "rome")).catalogue == ("oslo", "rome")


def test_a_value_that_is_written_over_several_lines_stands_in_one() -> None:
    assert Slot("city", catalogue=("new\tyork", "new \u2028 york", "\n")).catalogue == ("new york",)
    assert Request("Fly", include=(Include("city", " new\nyork "),)).include == (Include("city", "new york"),)


@pytest.mark.parametrize("value", ["\x07oslo", "os\x00lo", "\ud800", "\u200b", "x" * 2001])
def test_a_value_that_no_utterance_can_hold_is_refused_by_the_name_of_its_slot(value: str) -> None:
    with pytest.raises(InvalidValue, match="value of slot city that no utterance can hold") as caught:
        Slot("city", catalogue=("rome", value))
    assert caught.value.value == value
    with pytest.raises(InvalidValue, match="value of slot city that no utterance can hold"):
        Request("Fly", include=(Include("city", value),)).require_in(SCHEMA)


def test_include_is_read_from_slot_equals_value() -> None:
    assert Include.parse("city = new york ") == Include("city", "new york")
    assert Include.parse("city=*").is_wildcard
    assert Include.parse("sum=a=b") == Include("sum", "a=b")


@pytest.mark.parametrize(
    ("given_as", "named"), [("city", "not slot=value 'city'"), ("city=", "slot city"), ("1=x", "not a slot name '1'")]
)
def test_an_include_without_slot_or_value_is_refused(given_as: str, named: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Include.parse(given_as)
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"count": 0}, "number of outputs 0"),
        ({"count": MAX_COUNT + 1}, f"number of outputs {MAX_COUNT + 1}"),
        ({"examples": 11}, "number of examples 11"),
        ({"style": "poetic"}, "unknown prompt style 'poetic'"),
        ({"seed": -1}, "seed out of range -1"),
        ({"language": "xx"}, "unknown language 'xx'"),
        ({"intent": "a b"}, "not an intent name 'a b'"),
    ],
)
def test_a_request_out_of_bounds_is_refused_with_the_value(fields: dict[str, object], named: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Request(**{"intent": "Fly", **fields})  # type: ignore[arg-type]
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        (Request("Greet"), "unknown intent 'Greet'"),
        (Request("Fly", include=(Include("town"),)), "unknown slot 'town'"),
        (Request("Fly", include=(Include("time"),)), "slot that intent Fly does not hold 'time'"),
    ],
)
def test_a_request_for_labels_that_the_schema_lacks_is_refused(request_: Request, named: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        request_.require_in(SCHEMA)
    assert named in str(caught.value)
    Request("Fly", include=(Include("city"),)).require_in(SCHEMA)


def test_inside_of_an_intent_are_its_slots_or_all_labels_but_those_that_make_it() -> None:
    assert SCHEMA.labels_inside("Fly") == SCHEMA.intent("Fly").slots
    labels = tuple(map(ParseLabel, ("IN:FIND", "IN:BUY", "SL:WHAT")))
    parsed = Schema((Intent("FIND"), Intent("BUY/FIND")), parses=ParseSchema("decoupled", labels=labels))
    assert parsed.labels_inside("FIND") == ("IN:BUY", "SL:WHAT")
    assert parsed.labels_inside("BUY/FIND") == ("SL:WHAT",)
    with pytest.raises(InvalidValue, match="unknown intent 'SELL'"):
        parsed.labels_inside("SELL")
    Request("FIND", include=(Include("SL:WHAT"), Include("IN:BUY"))).require_in(parsed)

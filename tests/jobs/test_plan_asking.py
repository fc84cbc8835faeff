"""Why a method cannot do what a plan would ask: as it says itself, when it is given all there is."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.methods import method
from jobs.plan_asking import WhyNot

ACCEPTED = [
    ("any pottery class tomorrow?", "en", "[IN:FIND_CLASS [SL:TOPIC pottery ] [SL:WHEN tomorrow ] ]"),
    ("what can I learn today", "en", "[IN:FIND_CLASS [SL:WHEN today ] ]"),
    ("ein Kurs in Yoga bei Ines", "de", "[IN:FIND_CLASS [SL:TOPIC Yoga ] [SL:TEACHER Ines ] ]"),
]
LABELS = ("SL:TOPIC", "SL:WHEN", "SL:TEACHER", "IN:FIND_CLASS", "SL:PRICE")


def seeds() -> list[Utterance]:
    return [Utterance(text, "FIND_CLASS", language, parse=read_parse(written)) for text, language, written in ACCEPTED]


def schema() -> Schema:
    parses = ParseSchema("decoupled").extended_by(*[one.parse for one in seeds() if one.parse])
    return Schema((Intent("FIND_CLASS"),), parses=parses)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("name", ["clasp-rs", "clasp-ts", "clasp-gb", "clasp-tb"])
def test_a_label_is_refused_with_what_the_method_says_of_all_that_is_accepted(
    name: str, language: str, label: str
) -> None:
    request = Request("FIND_CLASS", language, method=name, include=(Include(label),), count=1)
    try:
        method(name).prompts(request, schema(), seeds(), 1)
        said = None
    except InvalidValue as error:
        said = str(error)
    ask = WhyNot(schema(), seeds())
    assert ask(request) == said
    assert ask(request) == said


def test_something_can_be_asked_for_and_something_cannot() -> None:
    ask = WhyNot(schema(), seeds())
    asked = {label: ask(Request("FIND_CLASS", "en", method="clasp-gb", include=(Include(label),))) for label in LABELS}
    assert [label for label, why in asked.items() if why is None] == ["SL:TOPIC", "SL:WHEN"]
    assert "SL:TEACHER" in str(asked["SL:TEACHER"])


TRIPS = [
    Utterance("fly to rome", "book_trip", "en", (Span(7, 11, "city"),)),
    Utterance("fly to rome on monday", "book_trip", "en", (Span(7, 11, "city"), Span(15, 21, "day"))),
    Utterance("un vol vers rome", "book_trip", "fr", (Span(12, 16, "city"),)),
]
TRIP_SLOTS = (("city",), ("city", "day"), ("day",), None)


@pytest.mark.parametrize("first", TRIP_SLOTS)
@pytest.mark.parametrize("language", ["en", "fr", "de"])
@pytest.mark.parametrize("name", ["linguist", "paraphrase", "back-translate", "translate"])
def test_slots_are_refused_with_what_the_method_says_of_them_whatever_was_asked_before(
    name: str, language: str, first: tuple[str, ...] | None
) -> None:
    trips = Schema((Intent("book_trip", slots=("city", "day")),), (Slot("city"), Slot("day")))
    ask = WhyNot(trips, TRIPS)

    def wanted(slots: tuple[str, ...] | None) -> Request:
        include = None if slots is None else tuple(map(Include, slots))
        return Request("book_trip", language, method=name, include=include, count=1, vary=bool(include))

    ask(wanted(first))
    for slots in TRIP_SLOTS:
        try:
            method(name).prompts(wanted(slots), trips, TRIPS, 1)
            said = None
        except InvalidValue as error:
            said = str(error)
        assert ask(wanted(slots)) == said

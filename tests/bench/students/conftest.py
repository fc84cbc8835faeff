"""Utterances of two small intents, and a case in which one of them is new."""

from __future__ import annotations

import pytest

from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from bench.snips import NewIntent
from bench.students.sampling import Case
from tests.backend.students.conftest import tiny_encoder as tiny_encoder
from tests.backend.students.conftest import trips

ORDER = Schema((Intent("book_trip", "", ("city", "day")),), (Slot("city"), Slot("day")))


def booked(lead: str, city: str) -> Utterance:
    start = len(lead) + 1
    return Utterance(f"{lead} {city}", "book_trip", "en", (Span(start, start + len(city), "city"),))


@pytest.fixture
def case() -> Case:
    """`book_trip` is new, from three seeds; `cancel_trip` has twelve utterances."""
    going = [one for one in trips() if one.intent == "book_trip"]
    other = [one for one in trips() if one.intent == "cancel_trip"][:12]
    return Case(NewIntent("book_trip", ORDER, tuple(going[:3]), tuple(going)), 0, tuple(other), tuple(going[:12]))

"""Rows and references, written as people write them."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.notation import read_typed
from backend.domain.parse_notation import read_parse
from backend.domain.schema import Intent, Schema, Slot
from backend.insight.context import Context
from backend.insight.knowledge import learn
from backend.insight.row import Row

SCHEMA = Schema(
    (
        Intent("rent_bike", "", ("station", "kind", "duration")),
        Intent("report_damage", "", ("part", "station")),
        Intent("say_hello"),
    ),
    (
        Slot("station", "", ("harbour gate", "old mill")),
        Slot("kind"),
        Slot("duration"),
        Slot("part"),
    ),
)

ACCEPTED = (
    ("rent_bike", "i want a [kind : cargo bike] at [station : harbour gate]"),
    ("rent_bike", "rent a [kind : tandem] for [duration : two hours]"),
    ("rent_bike", "get me a [kind : tandem] from [station : castle hill] please"),
    ("report_damage", "the [part : brake] is broken"),
    ("report_damage", "a [part : pedal] came off at [station : old mill]"),
    ("report_damage", "my [part : saddle] is loose please help"),
)


KNOWS = {intent.name: frozenset(intent.slots) for intent in SCHEMA.intents}
"""What a student knows that was trained on examples of the whole schema."""


def row(notation: str, intent: str = "rent_bike", *, id: int = 99, language: str = "en") -> Row:
    typed = read_typed(notation)
    return Row(id, typed.text, intent, language, tuple((s.start, s.end, s.slot) for s in typed.spans))


def accepted(written: Sequence[tuple[str, str]] = ACCEPTED, language: str = "en") -> list[Row]:
    return [row(text, intent, id=number, language=language) for number, (intent, text) in enumerate(written, 1)]


def context(written: Sequence[tuple[str, str]] = ACCEPTED, **more: object) -> Context:
    """What is known of these accepted examples, without vectors."""
    return Context(learn(accepted(written), SCHEMA, "en"), **more)  # type: ignore[arg-type]


def parsed(text: str, parse: str, *, id: int = 99, language: str = "en") -> Row:
    return Row(id, text, read_parse(parse).intent, language, parse=parse)

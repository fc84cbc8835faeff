"""Utterances with slots as utterances with parses and back, and the form of parses that data came with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from backend.domain.errors import InvalidValue
from backend.domain.names import label_words
from backend.domain.parse import Node, Parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import lost_values, text_words
from backend.domain.utterance import Span, Utterance

FLAT = ParseSchema("decoupled")
"""Of what `parsed` makes: every word in it is of a value, whatever its label."""

MOST_OF_A_KIND = 0.9
"""Parses whose values are in their texts are of the form `decoupled`, if so many are so."""


def parsed(utterance: Utterance) -> Utterance | None:
    """An utterance with its slots as a parse of depth one, in the order of the text; None where a label cannot be.

    >>> from backend.domain.parse_notation import write_parse
    >>> from backend.domain.utterance import Span
    >>> made = parsed(Utterance("wake me at five", "alarm_set", spans=(Span(11, 15, "time"),)))
    >>> write_parse(made.parse)
    '[IN:ALARM_SET [SL:TIME five ] ]'
    """
    try:
        slots = tuple(Node(_label("SL", slot), tuple(value.split())) for slot, value in utterance.slots)
        parse = Parse((Node(_label("IN", utterance.intent), slots),))
        return Utterance(utterance.text, parse.intent, utterance.language, parse=parse)
    except InvalidValue:
        return None


def slotted(utterance: Utterance) -> Utterance | None:
    """An utterance whose parse is one intent over slots, with these as spans.

    None of a deeper parse, and where it is not clear where in the text a value stands.

    >>> from backend.domain.parse_notation import read_parse
    >>> parse = read_parse("[IN:ALARM_SET [SL:TIME five ] ]")
    >>> slotted(Utterance("wake me at five", "ALARM_SET", parse=parse)).spans
    (Span(start=11, end=15, slot='TIME'),)
    """
    text, parse = utterance.text, utterance.parse
    if parse is None or len(parse.roots) != 1:
        return None
    slots = parse.roots[0].nodes
    values = [(slot.label.removeprefix("SL:"), " ".join(slot.words)) for slot in slots]
    if any(slot.nodes for slot in slots) or any(text.count(value) != 1 for _, value in values):
        return None
    try:
        spans = tuple(Span(text.index(value), text.index(value) + len(value), slot) for slot, value in values)
        return Utterance(text, utterance.intent, utterance.language, spans)
    except InvalidValue:
        return None


def induced(utterances: Sequence[Utterance]) -> ParseSchema:
    """The schema of utterances with parses: their form, and of the form `top` their labels too."""
    parses = [utterance.parse for utterance in utterances if utterance.parse is not None]
    if utterances and all(is_of(utterance, ParseSchema("top")) for utterance in utterances):
        return ParseSchema("top").extended_by(*parses)
    held = sum(is_of(utterance, FLAT) for utterance in utterances)
    return FLAT if held >= MOST_OF_A_KIND * len(utterances) else ParseSchema("exr")


def is_of(utterance: Utterance, schema: ParseSchema) -> bool:
    """Whether the parse belongs to its text as the schema's form has it."""
    if utterance.parse is None:
        return False
    if schema.form == "top":
        return text_words(utterance.text) == text_words(utterance.parse.text)
    return not lost_values(utterance.parse, utterance.text, schema)


@cache
def _label(prefix: str, name: str) -> str:
    return f"{prefix}:{'_'.join(label_words(name).split()).upper()}"

"""Texts in which the values of a parse are marked: `a [2 pottery ] class [1 next friday ]`, by their numbers in it.

Whatever stands in the marks is a value and is in the text, so that a reply in this notation needs no search.
"""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.errors import InvalidValue
from backend.domain.expression import Expression, Literal, Repeat, Series, any_order, optional
from backend.domain.notation import Annotated, escape, read_numbered, write_numbered
from backend.domain.parse_places import value_places
from backend.domain.utterance import Span
from backend.methods.parse_words import stretch, text, word

MOST_STRETCH = 80
"""Characters between two values, at most."""

MOST_VALUE_WORDS = 12
"""Words of a value that a teacher makes up, at most."""

MOST_IN_ANY_ORDER = 6
"""Values that come in any order; further ones come after those."""


def marked(sentence: str, values: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """The sentence with every value marked where it stands, and the values by their numbers as they stand there.

    None where one cannot be found beside the others.
    """
    places = value_places(sentence, values)
    if places is None:
        return None
    spans = tuple(Span(*place, _slot(at)) for at, place in enumerate(places, start=1))
    written = write_numbered(Annotated(sentence, spans), _labels(len(values)))
    return written, tuple(sentence[start:end] for start, end in places)


def read_marked(reply: str, count: int) -> tuple[str, tuple[str, ...]]:
    """The text, and its values by their numbers.

    Args:
        count: how many values there are to be, each once.

    Raises:
        InvalidValue: brackets that do not pair, a number that is not asked for, one twice or not at all.
    """
    read = read_numbered(reply, _labels(count))
    found: dict[str, str] = {}
    for span in read.spans:
        if span.slot in found:
            raise InvalidValue("value that is marked twice", value=span.slot.removeprefix("value-"))
        found[span.slot] = read.text[span.start : span.end]
    missing = next((number for number in range(1, count + 1) if _slot(number) not in found), None)
    if missing is not None:
        raise InvalidValue("value that is not in the text; its number is", value=missing)
    return read.text, tuple(found[_slot(number)] for number in range(1, count + 1))


def marked_grammar(values: Sequence[str] | None, count: int) -> Expression:
    """Texts with `count` values, each marked once, in any order: those given, or any where none are."""
    spans = [_span(number, values[number - 1] if values else None) for number in range(1, count + 1)]
    if not spans:
        return text(2 * MOST_STRETCH, marked=True)
    between = stretch(MOST_STRETCH, marked=True)
    return Series((optional(text(MOST_STRETCH, marked=True)), *any_order(spans, between, MOST_IN_ANY_ORDER)))


def _span(number: int, value: str | None) -> Expression:
    inside: Expression
    if value is None:
        inside = Series((word(), Repeat(Series((Literal(" "), word())), 0, MOST_VALUE_WORDS - 1)))
    else:
        inside = Literal(escape(value))
    return Series((Literal(f"[{number} "), inside, Literal(" ]")))


def _slot(number: int) -> str:
    return f"value-{number}"


def _labels(count: int) -> dict[int, str]:
    return {number: _slot(number) for number in range(1, count + 1)}

"""Plain text as a grammar: one line without brackets, that shows something, for methods whose slots are found later."""

from __future__ import annotations

from functools import cache

from backend.domain.expression import Characters, Choice, Expression, Literal, Repeat, Series, optional
from backend.domain.request import WILDCARD
from backend.domain.utterance import MAX_TEXT
from backend.methods.characters import classes, either, without

LEAST = 120
"""Characters that a text may have however short its source is."""

TIMES_SOURCE = 4
"""A text may be so many times as long as its source: Japanese says in ten characters what German says in forty."""

SEPARATOR = "|"
"""What stands between two texts on one line, and in neither."""

QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"))
"""Quotation marks, opening and closing ones: no text begins with one, so that none is taken off by mistake."""

_CHARACTERS_A_UNIT = 2  # a symbol and a star


def plain_text(source: str) -> Expression:
    """A text made of `source`: it begins and ends with what shows, and not with a quotation mark.

    A star may follow a letter, digit or symbol (`m*a*s*h`), but begins no word: a teacher without an idea writes it so.
    """
    units = min(max(LEAST, TIMES_SOURCE * len(source)), MAX_TEXT // _CHARACTERS_A_UNIT - 2)
    first, edge, unit = text_units()
    return Series((first, optional(Series((Repeat(unit, 0, units), edge)))))


@cache
def text_units() -> tuple[Expression, Expression, Expression]:
    """What a text begins with, what it ends with, and what stands between."""
    solid, punctuation, formats, spaces = classes()
    solid = either(without(solid, SEPARATOR), Characters.of("\\"))
    opening, star = "".join(first for first, _ in QUOTES), optional(Literal(WILDCARD))
    first = Choice((Series((without(solid, opening), star)), without(punctuation, opening)))
    starred = Series((solid, star))
    edge = Choice((starred, either(punctuation, formats)))
    return first, edge, Choice((starred, either(punctuation, formats, spaces)))

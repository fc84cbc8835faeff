"""The characters that grammars of replies are made of, by what they are in a text."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from itertools import chain

from backend.domain.expression import Characters
from backend.domain.request import WILDCARD

_PUNCTUATION = ".,;:!?\"'()"  # what the check for stars strips from words


def either(*classes: Characters) -> Characters:
    """One of any of these, which have no character in common."""
    return Characters(tuple(sorted(one for made in classes for one in made.ranges)))


def without(made: Characters, left_out: str) -> Characters:
    """One of them, but none of those characters."""
    ranges = list(made.ranges)
    for code in map(ord, left_out):
        below = [(first, min(last, code - 1)) for first, last in ranges if first < code]
        above = [(max(first, code + 1), last) for first, last in ranges if last > code]
        ranges = [*below, *above]
    return Characters(tuple(ranges))


@cache
def classes() -> tuple[Characters, Characters, Characters, Characters]:
    """Solid characters, punctuation, those that format and show nothing, white space: apart, nothing in two.

    Brackets, backslashes and stars, which mean something in the bracket notation, are in none; nor are control
    characters and line breaks, which no utterance holds.
    """
    found: dict[str, list[str]] = {category: [] for category in ("Cf", "Zs", "Cc", "Zl", "Zp")}
    for character in map(chr, range(sys.maxunicode + 1)):
        if (category := unicodedata.category(character)) in found:
            found[category].append(character)
    formats, spaces = found["Cf"], found["Zs"]
    solid = Characters.but([*chain(*found.values()), *_PUNCTUATION, *"[]\\", WILDCARD])
    return solid, Characters.of(_PUNCTUATION), Characters.of(formats), Characters.of(spaces)

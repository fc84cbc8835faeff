"""What replies of the parse methods are made of: words of a parse, and the text of an utterance, as grammars."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache

from backend.domain.expression import Characters, Choice, Expression, Literal, Repeat, Series, optional
from backend.domain.notation import escape
from backend.methods.characters import either, without

LONGEST_WORD = 40
"""Characters of a word that a teacher writes into a parse, at most."""

ARROW = "=>"
"""What prompts have between a request and its reply, and replies between a parse and its text; no word of a parse."""

_SPECIAL = "[]\\"


@cache
def word() -> Expression:
    """A word as a parse in square brackets has it: something that shows, brackets and backslashes escaped.

    None begins with the arrow of prompts: a small teacher writes it inside of a parse, and then a text of its own.
    """
    first, second = ARROW[0], ARROW[1]
    shown = either(_solid(), _joining())
    unit = Choice((shown, _escaped()))
    other = Choice((without(_solid(), first), _escaped()))
    no_arrow = Series((Choice((without(shown, second), _escaped())), Repeat(unit, 0, LONGEST_WORD - 2)))
    return Choice(
        (Series((other, Repeat(unit, 0, LONGEST_WORD - 1))), Series((Characters.of(first), optional(no_arrow))))
    )


@cache
def words(most: int) -> Expression:
    """One to `most` words, a space after each."""
    return Repeat(spaced_word(), 1, most)


@cache
def spaced_word() -> Expression:
    """A word and the space after it."""
    return Series((word(), Literal(" ")))


@cache
def text(most: int, *, marked: bool = False) -> Expression:
    """An utterance's text of 1 to `most` characters, with no white space at its head.

    Args:
        marked: brackets and backslashes are escaped, since brackets without one mark something in it.
    """
    head = Choice((_solid(), _escaped())) if marked else either(_solid(), Characters.of(_SPECIAL))
    return Series((head, stretch(most - 1, marked=marked)))


@cache
def stretch(most: int, *, marked: bool = False) -> Expression:
    """Text of at most `most` characters, of any kind that an utterance holds."""
    inside = either(_solid(), _joining(), Characters.of(" "))
    unit = Choice((inside, _escaped())) if marked else either(inside, Characters.of(_SPECIAL))
    return Repeat(unit, 0, most)


def literal_words(value: str) -> Expression:
    """These words, as a parse in square brackets has them, a space after each."""
    return Literal("".join(f"{escape(one)} " for one in value.split()))


def _escaped() -> Expression:
    return Series((Literal("\\"), Characters.of(_SPECIAL)))


@cache
def _solid() -> Characters:
    """Characters that show, but for brackets and backslashes."""
    hidden = [character for kind in ("Cc", "Cf", "Zs", "Zl", "Zp") for character in _of_kind()[kind]]
    return Characters.but([*hidden, *_SPECIAL])


@cache
def _joining() -> Characters:
    """Characters that show nothing themselves and may stand inside a word."""
    return Characters.of(_of_kind()["Cf"])


@cache
def _of_kind() -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for code in range(sys.maxunicode + 1):
        kinds.setdefault(unicodedata.category(chr(code)), []).append(chr(code))
    return kinds

"""Which values may stand in each other's place: grammatical number and the article, as far as a rule can tell.

For English alone; of other languages all values of a label are as good as each other.
"""

from __future__ import annotations

_ONE = frozenset({"a", "an", "one", "1", "single", "another", "just one"})
_MANY = frozenset(
    {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
    | {"dozen", "couple", "several", "few", "many", "both", "all"}
)
_NO_PLURAL = ("ss", "us", "is")
_VOWELS = "aeiou"


def grammatical_number(value: str, language: str) -> str:
    """`one`, `many`, or "" where a value says nothing about number: it may stand where another of the same does.

    >>> grammatical_number("a", "en"), grammatical_number("two", "en"), grammatical_number("12", "en")
    ('one', 'many', 'many')
    >>> grammatical_number("bowls", "en"), grammatical_number("hummus", "en"), grammatical_number("zwei", "de")
    ('many', '', '')
    """
    folded = " ".join(value.split()).casefold()
    if not language.startswith("en") or not folded:
        return ""
    if folded in _ONE:
        return "one"
    words = folded.split()
    if folded.isdecimal() or any(word in _MANY for word in words):
        return "many"
    last = words[-1]
    return "many" if len(last) > 3 and last.endswith("s") and not last.endswith(_NO_PLURAL) else ""


def article(value: str, following: str, language: str) -> str:
    """`a` or `an` as the following word wants it; any other value as it is. Goes by letters, so "a hour" stays.

    >>> article("a", "extra big", "en"), article("an", "bowl", "en"), article("two", "eggs", "en")
    ('an', 'a', 'two')
    """
    if not language.startswith("en") or value.casefold() not in ("a", "an") or not following:
        return value
    return "an" if following[0].casefold() in _VOWELS else "a"

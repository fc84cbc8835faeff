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
_SPOKEN_WITH_A_VOWEL = ("hour", "honest", "honor", "honour", "heir")
_SPOKEN_WITHOUT = ("eu", "once", "one", "unic", "unif", "union", "uniq", "unis", "unit", "univ", "use", "usu")


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
    """`a` or `an` as the following word wants it; any other value as it is.

    Goes by the letters that the word begins with, and by those of the commonest words that are spoken otherwise.

    >>> article("a", "extra big", "en"), article("an", "bowl", "en"), article("two", "eggs", "en")
    ('an', 'a', 'two')
    >>> article("a", "hour", "en"), article("An", "European", "en")
    ('an', 'A')
    """
    if not language.startswith("en") or value.casefold() not in ("a", "an") or not following:
        return value
    word = following.casefold()
    by_letter = word[0] in _VOWELS and not word.startswith(_SPOKEN_WITHOUT)
    agreed = "an" if by_letter or word.startswith(_SPOKEN_WITH_A_VOWEL) else "a"
    return agreed.capitalize() if value[0].isupper() else agreed

"""Languages: a code to store, a name to tell a teacher, and how text in them is split."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from backend.domain.errors import InvalidValue

UNSPACED = frozenset({"ja", "zh", "th"})
"""Languages written without spaces: one token per character."""

# Babel alone would take "en@anything at all", and a code goes into prompts and files.
_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


@lru_cache(maxsize=1024)
def language_code(given: str) -> str:
    """Return the code ("fr", "pt-BR") for a code or an English name ("French").

    A script that goes without saying is added where CLDR has the locale only so: `zh-TW` gives `zh-Hant-TW`.

    Raises:
        InvalidValue: neither a code nor a name that CLDR knows.
    """
    cleaned = given.strip().replace("_", "-")
    # Codes first: "ga" is Irish, and also the name of the language whose code is "gaa".
    locale = _locale(cleaned) if _CODE.fullmatch(cleaned) else None
    if locale is None:
        by_name = _codes_by_name().get(cleaned.casefold())
        if by_name:
            return by_name
        raise InvalidValue(
            "unknown language", value=given, remedy="Give a code such as en, fr or pt-BR, or an English name."
        )
    return str(locale).replace("_", "-")


@lru_cache(maxsize=1024)
def language_name(code: str) -> str:
    """The English name of a language code: `fr` is French, `pt-BR` is Portuguese (Brazil)."""
    name = Locale.parse(code, sep="-", resolve_likely_subtags=False).get_display_name("en")
    return name or code


def is_unspaced(code: str) -> bool:
    """Whether the language is written without spaces between words."""
    return code.split("-")[0] in UNSPACED


def words_joined(words: Iterable[str], language: str) -> str:
    """The words as a text of the language, however it is spelled: with spaces between them, or without.

    >>> words_joined(["東京", "へ"], "Japanese"), words_joined(["to", "rome"], "en")
    ('東京へ', 'to rome')

    Raises:
        InvalidValue: an unknown language.
    """
    return ("" if is_unspaced(language_code(language)) else " ").join(words)


def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code, sep="-", resolve_likely_subtags=False)
    except (ValueError, UnknownLocaleError):
        pass
    try:
        likely = Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    language, *rest = code.split("-")
    same = likely.language == language.lower() and [likely.territory] == [part.upper() for part in rest]
    return likely if same else None


@cache
def _codes_by_name() -> dict[str, str]:
    names = Locale("en").languages
    return {
        str(name).casefold(): code
        for code, name in sorted(names.items(), reverse=True)
        if "_" not in code and _is_locale(code)
    }


def _is_locale(code: str) -> bool:
    try:
        Locale.parse(code, resolve_likely_subtags=False)
    except (ValueError, UnknownLocaleError):
        return False
    return True

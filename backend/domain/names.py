"""What intents, slots and projects may be called."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from backend.domain.errors import InvalidValue

MAX_NAME = 64
NO_NAME = "(no name)"
"""What stands where a reviewer gave no name; nobody is called so."""

_LABEL = re.compile(r"[^\W\d_][\w.\-/]*")
_PROJECT = re.compile(r"\w[\w .\-]*")
_WORD_EDGE = re.compile(r"[_.\-/\s]+|(?<=[^\W_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@lru_cache(maxsize=4096)
def label_name(name: str, *, kind: str = "label") -> str:
    """Return `name` stripped and composed (NFC), if an intent or slot may be called so.

    A label starts with a letter and goes on with letters, digits, `_ . - /`; so it never holds what
    the bracket notation, CSV formulas or markup are made of.

    Raises:
        InvalidValue: empty, too long, or other characters.
    """
    name = unicodedata.normalize("NFC", name.strip())
    article = "an" if kind[0] in "aeiou" else "a"
    if not _LABEL.fullmatch(_without_marks(name)) or len(name) > MAX_NAME:
        rule = f"Start with a letter; go on with letters, digits, _ . - or /; at most {MAX_NAME} characters."
        near = suggested_label(name)
        raise InvalidValue(
            f"{article} {kind} without a name" if not name else f"not {article} {kind} name",
            value=name or None,
            remedy=f"{rule} It could be {near}." if near else rule,
        )
    return name


def suggested_label(name: str) -> str:
    """What a label may be called that is near to `name`, which may not be one; empty where nothing is near.

    Words are joined in lower case; of a single word the case stays.

    >>> [suggested_label(name) for name in ("store name", "Set Timer!", "PlayMusic?", "7")]
    ['store_name', 'set_timer', 'PlayMusic', '']
    """
    composed = unicodedata.normalize("NFC", name)
    kept = "".join(one if one.isalnum() or one in "_.-/" or _is_mark(one) else " " for one in composed)
    words = [word for part in kept.split() if (word := part.strip("_.-/"))]
    near = words[0] if len(words) == 1 else "_".join(words).lower()
    return near if len(near) <= MAX_NAME and _LABEL.fullmatch(_without_marks(near)) else ""


def project_name(name: str) -> str:
    """Return `name` stripped and composed (NFC), if a project may be called so.

    Raises:
        InvalidValue: empty, too long, or characters other than letters, digits, space, `_ . -`.
    """
    name = unicodedata.normalize("NFC", name.strip())
    if not _PROJECT.fullmatch(_without_marks(name)) or len(name) > MAX_NAME:
        raise InvalidValue(
            "not a project name" if name else "a project without a name",
            value=name or None,
            remedy=f"Use letters, digits, spaces, _ . or -; at most {MAX_NAME} characters.",
        )
    return name


def reviewer_name(typed: str) -> str:
    """What a reviewer is called: stripped, without control characters, at most 64 characters; compared exactly.

    >>> reviewer_name("  Ada L. "), reviewer_name(""), reviewer_name(NO_NAME)
    ('Ada L.', '', '')
    """
    shown = "".join(character for character in typed if unicodedata.category(character) != "Cc")
    name = shown.strip()[:MAX_NAME].strip()
    return "" if name == NO_NAME else name


def shown_reviewer(name: str) -> str:
    """A reviewer as pages and commands tell of him; `NO_NAME` for ""."""
    return name or NO_NAME


def label_words(name: str) -> str:
    """A label's name as the words that it is made of, in lower case: how a small teacher reads it best.

    >>> label_words("GetWeather"), label_words("timeRange"), label_words("book_table"), label_words("HTTPError")
    ('get weather', 'time range', 'book table', 'http error')
    """
    return " ".join(word.lower() for word in _WORD_EDGE.split(name) if word)


def _without_marks(name: str) -> str:
    # Vowel signs are marks, no word characters for re: without this no Hindi or Thai word could be a name.
    return name[:1] + "".join(c for c in name[1:] if not _is_mark(c))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")

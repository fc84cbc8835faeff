"""When two utterances are the same for a reviewer, and a text in one case alone."""

from __future__ import annotations

import unicodedata


def normalised(text: str) -> str:
    """`text` without case, punctuation, width and spacing differences; never empty for a text that is not.

    >>> normalised("What's  the weather, in BOSTON?")
    'what s the weather in boston'
    """
    # Twice, since folding makes what composes anew (Unicode, definition D146).
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold()).casefold()
    folded = unicodedata.normalize("NFKC", folded)
    kept = "".join(" " if unicodedata.category(character)[0] in "PZ" else character for character in folded)
    return " ".join(kept.split()) or " ".join(folded.split())


def same_case(text: str) -> str:
    """`text` in one case of every script, and its other characters as they are.

    Not `casefold`, which no database has: the capitals of the small ones come to the same, but for the dot that
    the small Turkish İ leaves apart.

    >>> same_case("Straße") == same_case("STRASSE")
    True
    """
    return text.lower().upper().replace("\u0307", "")

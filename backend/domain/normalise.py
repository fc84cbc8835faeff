"""When two utterances are the same for a reviewer."""

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

"""Texts as the words that values are found in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from backend.domain.language import is_unspaced
from backend.domain.normalise import normalised

Words = tuple[str, ...]
"""Normalised words; for a language without spaces single characters, with runs of Latin letters and digits whole."""

_PIECES = re.compile(r"[a-z0-9]+|\S")


def words(text: str, language: str) -> Words:
    """
    >>> words("Half past Eight, at Mario's", "en"), words("東京 wifiで", "ja")
    (('half', 'past', 'eight', 'at', 'mario', 's'), ('東', '京', 'wifi', 'で'))
    """
    plain = normalised(text)
    return tuple(_PIECES.findall(plain)) if is_unspaced(language) else tuple(plain.split())


def found(text: Words, known: Collection[Words], longest: int) -> Iterator[Words]:
    """The known word sequences that stand in a text, from left to right, the longest first, without overlap.

    Args:
        known: a set or mapping, which is asked for every piece of the text.
        longest: words of the longest of them.
    """
    at = 0
    while at < len(text):
        for size in range(min(longest, len(text) - at), 0, -1):
            piece = text[at : at + size]
            if piece in known:
                yield piece
                at += size
                break
        else:
            at += 1

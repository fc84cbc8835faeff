"""Tokens and BIO tags, derived from a text and its spans, never stored as the truth."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from backend.domain.language import is_unspaced
from backend.domain.utterance import Span, Utterance

_JOINER = "\u200d"
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


@dataclass(frozen=True)
class Token:
    """A piece of the text: character offsets, end-exclusive."""

    start: int
    end: int
    text: str


def tokens(utterance: Utterance) -> tuple[Token, ...]:
    """White-space tokens; for ja, zh and th one per character with runs of ASCII kept whole.

    A token never straddles a span's edge ("boston's" with the span "boston" is two tokens), so that
    BIO tags say exactly what the spans say. Combining marks stay with their base character, and an
    emoji sequence (joined, or with a skin tone) stays whole.
    """
    edges = {edge for span in utterance.spans for edge in (span.start, span.end)}
    pieces: list[Token] = []
    for word in re.finditer(r"\S+", utterance.text):
        bounds = {word.start(), word.end(), *(edge for edge in edges if word.start() < edge < word.end())}
        if is_unspaced(utterance.language):
            bounds.update(_character_starts(word[0], word.start()))
        ordered = sorted(bounds)
        pieces.extend(Token(start, end, utterance.text[start:end]) for start, end in pairwise(ordered))
    return tuple(pieces)


def bio_tags(utterance: Utterance) -> tuple[str, ...]:
    """One of `O`, `B-slot`, `I-slot` for every token of `tokens(utterance)`."""
    return tuple(_tag(token, utterance.spans) for token in tokens(utterance))


def spans_from_tags(pieces: tuple[Token, ...], tags: tuple[str, ...]) -> tuple[Span, ...]:
    """Spans for BIO tags; an `I-` that continues nothing begins a span, as conlleval reads it.

    Raises:
        ValueError: other than one tag a token.
    """
    spans: list[Span] = []
    open_slot: str | None = None
    for token, tag in zip(pieces, tags, strict=True):
        mark, _, slot = tag.partition("-")
        if mark == "O":
            open_slot = None
        elif mark == "I" and slot == open_slot:
            spans[-1] = Span(spans[-1].start, token.end, slot)
        else:
            spans.append(Span(token.start, token.end, slot))
            open_slot = slot
    return tuple(spans)


def _tag(token: Token, spans: tuple[Span, ...]) -> str:
    for span in spans:
        if span.start <= token.start < span.end:
            return f"{'B' if token.start == span.start else 'I'}-{span.slot}"
    return "O"


def _character_starts(word: str, offset: int) -> list[int]:
    return [
        offset + at
        for at, character in enumerate(word)
        if not unicodedata.category(character).startswith("M") and not (at and _continues(word[at - 1], character))
    ]


def _continues(before: str, character: str) -> bool:
    joined = _JOINER in (before, character) or character in _SKIN_TONES
    return joined or (_is_ascii_word(character) and _is_ascii_word(before))


def _is_ascii_word(character: str) -> bool:
    return character.isascii() and character.isalnum()

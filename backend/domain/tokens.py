"""Tokens and BIO tags, derived from a text and its spans, never stored as the truth."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
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


def tagging_tokens(utterance: Utterance) -> tuple[Token, ...]:
    """The same cut further where punctuation or a currency or maths sign meets a word, beside a span or not.

    What a tagger is to learn from. Were "boston." two tokens under a slot and one elsewhere, the cut itself would tell
    a slot, and in a text whose slots nobody knows yet there is no such cut.

    >>> utterance = Utterance("boston's 5:30, please", "Book", "en", (Span(0, 6, "city"),))
    >>> [token.text for token in tagging_tokens(utterance)]
    ['boston', "'", 's', '5', ':', '30', ',', 'please']
    """
    return tuple(piece for token in tokens(utterance) for piece in _cut_at_signs(token))


def bio_tags(spans: Sequence[Span], pieces: Sequence[Token]) -> tuple[str, ...]:
    """One of `O`, `B-slot`, `I-slot` for each token; a span that ends within a token is widened to all of it.

    Where two spans share a token it is the first one's; a span that has no token left has no tag.

    Args:
        spans: sorted, as an utterance holds them.
    """
    tags: list[str] = []
    before: Span | None = None
    for token in pieces:
        owner = next((span for span in spans if span.start < token.end and token.start < span.end), None)
        tags.append(f"{'I' if owner is before else 'B'}-{owner.slot}" if owner else "O")
        before = owner
    return tuple(tags)


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


def is_sign(character: str) -> bool:
    """Whether it is punctuation or a currency or maths sign."""
    category = unicodedata.category(character)
    return category[0] == "P" or category in ("Sc", "Sm")


def _cut_at_signs(token: Token) -> list[Token]:
    cuts = [at for at, (left, right) in enumerate(pairwise(token.text), start=1) if is_sign(left) != is_sign(right)]
    edges = [0, *cuts, len(token.text)]
    return [Token(token.start + a, token.start + b, token.text[a:b]) for a, b in pairwise(edges)]


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

"""The tokens that a student labels: derived from the text alone, since it is asked without spans."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from backend.domain.tokens import Token, tokens
from backend.domain.utterance import Span, Utterance

_UNSPACED_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def student_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of `backend.domain.tokens`, cut further where punctuation or a currency or maths sign meets a word.

    Which script the text is in, not a stated language, says whether a character is a token of its own: a
    student of several languages is not told which one it hears.

    >>> [token.text for token in student_tokens("boston's 5:30, please")]
    ['boston', "'", 's', '5', ':', '30', ',', 'please']

    Raises:
        InvalidValue: a text that no utterance may hold.
    """
    return cut_tokens(Utterance(text, "any"))


def cut_tokens(utterance: Utterance) -> tuple[Token, ...]:
    """The same of an utterance's text, cut at the edges of its spans as well: no token is half in one."""
    language = "ja" if any(map(_is_unspaced, utterance.text)) else "en"
    whole = tokens(replace(utterance, language=language))
    return tuple(piece for token in whole for piece in _cut(token))


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


def is_exact(spans: Sequence[Span], pieces: Sequence[Token]) -> bool:
    """Whether tags on these tokens can say these spans without widening any."""
    starts, ends = {token.start for token in pieces}, {token.end for token in pieces}
    return all(span.start in starts and span.end in ends for span in spans)


def _cut(token: Token) -> list[Token]:
    cuts = [at for at, (left, right) in enumerate(pairwise(token.text), start=1) if is_sign(left) != is_sign(right)]
    edges = [0, *cuts, len(token.text)]
    return [Token(token.start + a, token.start + b, token.text[a:b]) for a, b in pairwise(edges)]


def is_sign(character: str) -> bool:
    """Whether it is punctuation or a currency or maths sign."""
    category = unicodedata.category(character)
    return category[0] == "P" or category in ("Sc", "Sm")


def _is_unspaced(character: str) -> bool:
    return not character.isascii() and unicodedata.name(character, "").startswith(_UNSPACED_SCRIPTS)

"""Tokens and BIO tags from elsewhere, brought back to a text and its spans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.errors import InvalidValue
from backend.domain.language import words_joined
from backend.domain.notation import Annotated
from backend.domain.tokens import Token, spans_from_tags

_TAG = re.compile(r"O|[BI]-.+")


def annotated_by_tags(text: str | None, tokens: Sequence[str], tags: Sequence[str], language: str) -> Annotated:
    """The text and spans that tokens and their tags stand for.

    Args:
        text: what the tokens are pieces of; None joins them by a space, or by nothing for ja, zh, th.

    Raises:
        InvalidValue: other than one tag a token, a tag that is not BIO, tokens that do not make up the text.
    """
    if len(tokens) != len(tags):
        raise InvalidValue(f"{len(tokens)} tokens with {len(tags)} tags", remedy="Give one tag for each token.")
    tags = tuple(tag.strip() for tag in tags)
    for tag in tags:
        if not _TAG.fullmatch(tag):
            raise InvalidValue("not a BIO tag", value=tag, remedy="Use O, B-slot or I-slot.")
    if text is None:
        text = words_joined(tokens, language)
    return Annotated(text, spans_from_tags(aligned(text, tokens), tags))


def aligned(text: str, tokens: Sequence[str]) -> tuple[Token, ...]:
    """Where in `text` each token is: character offsets, end-exclusive.

    Raises:
        InvalidValue: a token that is not next in the text, or text that is left over.
    """
    pieces: list[Token] = []
    at = 0
    for token in tokens:
        at = _visible(text, at)
        if not token.strip() or not text.startswith(token, at):
            raise InvalidValue(f"token that the text does not have at position {at}", value=token)
        pieces.append(Token(at, at + len(token), token))
        at += len(token)
    at = _visible(text, at)
    if at < len(text):
        raise InvalidValue("text that no token covers", value=text[at:])
    return tuple(pieces)


def _visible(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at

"""The tokens that a student labels: derived from the text alone, since it is asked without spans."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from backend.domain.tokens import Token, tagging_tokens
from backend.domain.utterance import Span, Utterance

_UNSPACED_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def student_tokens(text: str) -> tuple[Token, ...]:
    """The `tagging_tokens` of `backend.domain.tokens`, with no span to cut at.

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
    return tagging_tokens(replace(utterance, language=language))


def is_exact(spans: Sequence[Span], pieces: Sequence[Token]) -> bool:
    """Whether tags on these tokens can say these spans without widening any."""
    starts, ends = {token.start for token in pieces}, {token.end for token in pieces}
    return all(span.start in starts and span.end in ends for span in spans)


def _is_unspaced(character: str) -> bool:
    return not character.isascii() and unicodedata.name(character, "").startswith(_UNSPACED_SCRIPTS)

"""Spans that a student cannot say: it labels whole tokens, and these begin or end within one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend.domain.tokens import Token
from backend.domain.utterance import Span
from backend.students.tokens import is_exact, student_tokens


@dataclass(frozen=True)
class Widened:
    """How many spans begin or end within a token, as a value does that is written in one with its particle.

    A student learns all of the token instead, and says that: where it is measured, each of these counts as missed.

    Attributes:
        spans: that do; of: all spans there are.
        value, token: the first that does, and what is learnt in its place; empty where none does.
    """

    spans: int
    of: int
    value: str = ""
    token: str = ""


def widened(labelled: Iterable[tuple[str, tuple[Span, ...]]]) -> Widened:
    """Count them in texts with their spans.

    >>> widened([("fly to oslo", (Span(7, 11, "city"),)), ("서울에 가자", (Span(0, 2, "city"),))])
    Widened(spans=1, of=2, value='서울', token='서울에')
    """
    count = of = 0
    value = token = ""
    for text, spans in labelled:
        of += len(spans)
        if not any(_may_be_inside(text, span) for span in spans):
            continue  # tokens take far longer to make than to look at two characters
        pieces = student_tokens(text)
        for span in spans:
            if not is_exact((span,), pieces):
                count += 1
                if count == 1:
                    value, token = text[span.start : span.end], _whole(text, span, pieces)
    return Widened(count, of, value, token)


def _may_be_inside(text: str, span: Span) -> bool:
    """Whether there is no white space at one of its ends: tokens end there, if not there alone."""
    before, after = text[: span.start][-1:], text[span.end :][:1]
    return bool(before and not before.isspace()) or bool(after and not after.isspace())


def _whole(text: str, span: Span, pieces: Iterable[Token]) -> str:
    touched = [piece for piece in pieces if piece.start < span.end and span.start < piece.end]
    return text[touched[0].start : touched[-1].end]

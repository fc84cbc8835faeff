"""An utterance as one line that a person reads and edits: in bracket notation, or with its parse behind an arrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from backend.domain.errors import InvalidValue
from backend.domain.language import words_joined
from backend.domain.notation import write_typed
from backend.domain.parse import Parse
from backend.domain.parse_notation import SQUARE, BracketStyle, read_parse, write_parse
from backend.domain.utterance import MAX_TEXT, Utterance


def write_shown(utterance: Utterance, style: BracketStyle = SQUARE) -> str:
    """One line that a person reads: as typed, or the text and its parse with an arrow between them.

    >>> from backend.domain.parse_notation import read_parse
    >>> write_shown(Utterance("buy tea", "BUY", parse=read_parse("[BUY [DRINK tea ] ]")))
    'buy tea => [BUY [DRINK tea ] ]'
    """
    if utterance.parse is None:
        return write_typed(utterance)
    return f"{utterance.text} => {write_parse(utterance.parse, style)}"


def read_shown(notation: str, language: str, *, words_are_text: bool) -> Utterance:
    """Read a text with its parse (`write_shown`), or a parse alone whose words are the text.

    Args:
        words_are_text: the parse holds every word; what stands before an arrow is then not looked at.

    Raises:
        InvalidValue: no parse, one that cannot be read, or what the domain refuses.
    """
    text, parse = text_and_parse(notation)
    words = words_joined(parse.leaves, language)
    return Utterance(words if words_are_text else text or "", parse.intent, language, parse=parse)


def text_and_parse(line: str) -> tuple[str | None, Parse]:
    """What stands before a tab or an arrow, and the parse behind it; None and the parse where it stands alone.

    An arrow may stand in the text as well, and in the parse: it is the first one that a parse follows. No text holds
    a tab.

    Raises:
        InvalidValue: no parse, or one that cannot be read.
    """
    problem: InvalidValue | None = None
    for text, notation in _parted(line):
        try:
            return text, read_parse(notation)
        except InvalidValue as error:
            problem = problem or error
    raise problem or InvalidValue(
        "line without a parse",
        value=line,
        remedy="Write the text, then => and its parse, or a parse alone that holds every word.",
    )


def _parted(line: str) -> Iterator[tuple[str | None, str]]:
    """Where the line may be parted, the likeliest first."""
    text, tab, notation = line.rpartition("\t")
    if tab:
        yield text.strip(), notation
    arrows = [(line[: one.start()].strip(), line[one.end() :]) for one in islice(_ARROW.finditer(line), _MOST_ARROWS)]
    yield from (parts for parts in arrows if _BRACKET.match(parts[1]))
    if _BRACKET.match(line):
        yield None, line
    yield from arrows  # what no bracket follows is refused, which says the least


_ARROW = re.compile("=>")
_BRACKET = re.compile(r"\s*[\[(]")
_MOST_ARROWS = MAX_TEXT // 2 + 1
"""More do not go into a text and behind it."""

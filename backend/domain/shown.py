"""An utterance as one line that a person reads and edits: in bracket notation, or with its parse behind an arrow."""

from __future__ import annotations

import re

from backend.domain.errors import InvalidValue
from backend.domain.language import is_unspaced
from backend.domain.notation import write_typed
from backend.domain.parse import Parse
from backend.domain.parse_notation import SQUARE, BracketStyle, read_parse, write_parse
from backend.domain.utterance import Utterance


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
    text, parse = _text_and_parse(notation)
    words = ("" if is_unspaced(language) else " ").join(parse.leaves)
    return Utterance(words if words_are_text else text, parse.intent, language, parse=parse)


def _text_and_parse(notation: str) -> tuple[str, Parse]:
    """An arrow may stand in the text as well, and in the parse: it is the first one that a parse follows."""
    ends = [match.end() for match in re.finditer("=>", notation)]
    problem: InvalidValue | None = None
    for end in ends if not notation.lstrip().startswith(("[", "(")) else [0, *ends]:
        try:
            return notation[:end].removesuffix("=>").strip(), read_parse(notation[end:])
        except InvalidValue as error:
            problem = problem or error
    raise problem or InvalidValue("no parse", value=notation, remedy="Write the text, then => and its parse.")

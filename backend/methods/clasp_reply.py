"""Replies of the CLASP methods that hold a parse: written, described as a grammar, and read back."""

from __future__ import annotations

from backend.domain.errors import InvalidValue
from backend.domain.expression import Expression, Literal, Series
from backend.domain.language import words_joined
from backend.domain.parse import Parse
from backend.domain.parse_notation import SQUARE, read_parse, split_parse, write_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.prompt import Prompt
from backend.domain.utterance import Utterance
from backend.methods.clasp import schema_of
from backend.methods.parse_words import ARROW, text

MOST_TEXT = 300
"""Characters of a text that a teacher writes, at most."""


def pair(parse: Parse, sentence: str, parses: ParseSchema) -> str:
    """A parse and its text as one reply."""
    written = write_parse(parse, SQUARE)
    return written if parses.form == "top" else f"{written} {ARROW} {sentence}"


def pair_grammar(parse: Expression, parses: ParseSchema) -> Expression:
    """The replies with that parse."""
    return parse if parses.form == "top" else Series((parse, Literal(f" {ARROW} "), text(MOST_TEXT)))


def read_pair(raw: str, prompt: Prompt) -> Utterance:
    """The utterance of a reply: its parse, then its text or, in the form `top`, nothing else.

    Raises:
        InvalidValue: an empty reply, brackets that do not balance, no text, or text where none may be.
    """
    line = first_line(raw)
    notation, rest = split_parse(line, SQUARE)
    parse = read_parse(notation, SQUARE)
    if schema_of(prompt).form == "top":
        if rest.strip():
            raise InvalidValue("text behind a parse that holds every word", value=rest.strip())
        return said(parse, words_joined(parse.leaves, prompt.language), prompt)
    arrow, _, sentence = rest.partition(ARROW)
    if arrow.strip() or not sentence.strip():
        raise InvalidValue(f"parse without {ARROW} and a text behind it", value=line)
    return said(parse, sentence.strip(), prompt)


def said(parse: Parse, sentence: str, prompt: Prompt) -> Utterance:
    """The utterance, whose intent is what its parse says."""
    return Utterance(sentence, parse.intent, prompt.language, parse=parse)


def first_line(raw: str) -> str:
    """The first line of a raw output that is not empty; what follows is not looked at.

    Raises:
        InvalidValue: there is none.
    """
    line = next((line.strip() for line in raw.splitlines() if line.strip()), "")
    if not line:
        raise InvalidValue("empty reply", value=raw)
    return line

"""Bracket notation, one utterance a line: what a person types or pastes, and `.txt` files.

Where lines hold parses, each is a text, a tab or => and its parse, or a parse alone whose words are the text. No tab
can be typed into the boxes of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backend.domain.errors import InvalidValue
from backend.domain.notation import read_typed
from backend.domain.schema import Schema
from backend.domain.shown import text_and_parse
from backend.domain.utterance import Utterance
from backend.formats.reading import Defaults, Line, LineError, Reading, attempt, collect, physical_lines

MAX_NOTATION = 200_000
"""Characters of one line: what the longest utterance could take, every character of it a span."""


def read_lines(text: str, *, intent: str | None, language: str, schema: Schema | None, parses: bool = False) -> Reading:
    """Read lines such as `fly to [city : rome]`; blank ones and those that start with `#` are skipped.

    Args:
        intent: of every line; None where each line begins with its own, a tab after it, or has a parse that says it.
        schema: what the labels are held against; None takes any.
        parses: lines hold parses.

    Raises:
        InvalidValue: a bad language, or more than MAX_UTTERANCES lines. A bad line is in `errors`.
    """
    return collect(parse(physical_lines(text), Defaults(intent, language, parses)), schema)


def parse(lines: Iterable[str], defaults: Defaults) -> Iterator[Line | LineError]:
    """One Line or LineError for every line that is neither blank nor a comment."""
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield attempt(number, line, lambda line=line: _utterance(line, defaults))  # type: ignore[misc]


def _utterance(line: str, defaults: Defaults) -> Utterance:
    if len(line) > MAX_NOTATION:
        raise InvalidValue(f"line of {len(line)} characters, at most {MAX_NOTATION}")
    if defaults.parses:
        return _parsed(line.strip(), defaults)
    if defaults.intent is not None:
        return defaults.utterance(read_typed(line.strip()))
    intent, tab, notation = line.strip().partition("\t")
    if not tab:
        raise InvalidValue(
            "line without an intent",
            value=line.strip(),
            remedy="Choose an intent, or begin each line with one and a tab.",
        )
    return defaults.utterance(read_typed(notation.strip()), intent)


def _parsed(line: str, defaults: Defaults) -> Utterance:
    text, parse = text_and_parse(line)
    if text == "":
        raise InvalidValue("line without a text before its parse", value=line, remedy="Write the text before =>.")
    return defaults.parsed(text, parse)

"""What comes of reading a file or a pasted text: utterances by line, and the lines that were refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from backend.domain.errors import InvalidValue, TeachsetError
from backend.domain.language import language_code, words_joined
from backend.domain.normalise import normalised
from backend.domain.notation import Annotated
from backend.domain.parse import Parse
from backend.domain.parse_notation import SQUARE, read_parse
from backend.domain.schema import Schema
from backend.domain.shown import write_shown
from backend.domain.utterance import Utterance

MAX_UTTERANCES = 250_000
"""Good and bad lines together; a file of single letters would otherwise fill the memory with errors."""

MAX_LINES = 5_000_000
"""Lines of any kind: a CoNLL file has one for each token, a bomb of line breaks has nothing else."""

_SHOWN = 300


@dataclass(frozen=True)
class Line:
    """An utterance and the line, from 1, on which it begins."""

    number: int
    utterance: Utterance


@dataclass(frozen=True)
class LineError:
    """A line that was refused: its number from 1, why, and what it holds (shortened, untrusted)."""

    number: int
    problem: str
    content: str


@dataclass(frozen=True)
class Reading:
    """The good lines and the refused ones, each in the order of the file."""

    lines: tuple[Line, ...]
    errors: tuple[LineError, ...]


@dataclass(frozen=True)
class Defaults:
    """What a line has that does not say so itself.

    With `parses`, every line holds a parse, and its intent is what the parse says; without, none does.

    Raises:
        InvalidValue: an intent name or a language that the domain refuses.
    """

    intent: str | None = None
    language: str = "en"
    parses: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "language", language_code(self.language))

    def utterance(self, annotated: Annotated, intent: str | None = None, language: str | None = None) -> Utterance:
        """The utterance of one line.

        Raises:
            InvalidValue: no intent anywhere, or what the domain refuses.
        """
        intent = (intent or "").strip() or self.intent
        if not intent:
            raise InvalidValue(
                "utterance without an intent", remedy="Choose one for all lines, or give each line its own."
            )
        return Utterance(annotated.text, intent, (language or "").strip() or self.language, annotated.spans)

    def parsed(
        self, text: str | None, parse: Parse | str | None, intent: str | None = None, language: str | None = None
    ) -> Utterance:
        """The utterance of one line that holds a parse; its text is the words of the parse where none is given.

        Args:
            parse: read already, or as it is written.

        Raises:
            InvalidValue: no parse, one that cannot be read, another intent than it says, or what the domain refuses.
        """
        if not isinstance(parse, Parse):
            if not (parse or "").strip():
                raise InvalidValue("line without a parse", value=text, remedy="Give its parse beside the text.")
            parse = read_parse(parse or "")
        language = (language or "").strip() or self.language
        words = words_joined(parse.leaves, language)
        intent = (intent or "").strip() or self.intent or parse.intent
        return Utterance((text or "").strip() or words, intent, language, parse=parse)


def physical_lines(text: str) -> list[str]:
    r"""Lines as an editor counts them: ended by `\n`, `\r\n` or `\r`, and by nothing else.

    >>> physical_lines("a\r\nb\u2028c\n")
    ['a', 'b\u2028c', '']

    Raises:
        InvalidValue: more than MAX_LINES.
    """
    if text.count("\n") + text.count("\r") > MAX_LINES:
        raise InvalidValue(f"more than {MAX_LINES} lines", remedy="Split them over several files.")
    return re.split(r"\r\n|\r|\n", text)


def attempt(number: int, content: str, make: Callable[[], Utterance]) -> Line | LineError:
    """The line that `make` makes, or why it could not."""
    try:
        return Line(number, make())
    except TeachsetError as error:
        return refused(number, str(error), content)


def unreadable(name: str, errors: Sequence[LineError]) -> InvalidValue:
    """What refuses a file of that name none of whose lines can be read: with what is wrong with the first."""
    remedy = f"Line {errors[0].number}: {errors[0].problem}" if errors else None
    return InvalidValue("file without a line that can be read", value=name, remedy=remedy)


def refused(number: int, problem: str, content: str) -> LineError:
    """A refused line with its content shortened."""
    return LineError(number, problem, content if len(content) <= _SHOWN else f"{content[: _SHOWN - 1]}…")


def collect(parsed: Iterable[Line | LineError], schema: Schema | None) -> Reading:
    """Hold every line against the schema and the lines before it.

    A line that says the same as an earlier one (normalised text and language, as a project compares
    them) is refused, and names the earlier one.

    Raises:
        InvalidValue: more than MAX_UTTERANCES good and bad lines.
    """
    lines: list[Line] = []
    errors: list[LineError] = []
    for item in _held_against(schema, parsed):
        if len(lines) + len(errors) == MAX_UTTERANCES:
            raise InvalidValue(f"more than {MAX_UTTERANCES} utterances", remedy="Split them over several files.")
        if isinstance(item, Line):
            lines.append(item)
        else:
            errors.append(item)
    return Reading(tuple(lines), tuple(errors))


def _held_against(schema: Schema | None, parsed: Iterable[Line | LineError]) -> Iterator[Line | LineError]:
    brackets = SQUARE if schema is None else schema.brackets
    first: dict[tuple[str, str], int] = {}
    for item in parsed:
        if isinstance(item, LineError):
            yield item
            continue
        utterance = item.utterance
        try:
            if schema is not None:
                schema.require(utterance)
        except TeachsetError as error:
            yield refused(item.number, str(error), write_shown(utterance, brackets))
            continue
        same = (normalised(utterance.text), utterance.language)
        earlier = first.setdefault(same, item.number)
        if earlier != item.number:
            yield refused(item.number, f"says the same as line {earlier}.", write_shown(utterance, brackets))
        else:
            yield item

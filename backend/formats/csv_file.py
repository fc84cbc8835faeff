"""CSV with a header: `text` in bracket notation, and perhaps `intent` and `language`.

Where lines hold parses: `parse` in square or round brackets, and `text` as it is said.

Spreadsheets run a cell that begins with `=`, `+`, `-` or `@` as a formula. We put an apostrophe
before such a cell, and before one that already has apostrophes there, so that taking one away again
when reading gives exactly what was written.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from backend.domain.errors import InvalidValue
from backend.domain.notation import read_typed, write_typed
from backend.domain.parse_notation import BracketStyle, write_parse
from backend.domain.utterance import Utterance
from backend.formats.reading import Defaults, Line, LineError, attempt, refused

COLUMNS = ("text", "intent", "language")
PARSE_COLUMNS = ("text", "parse", "intent", "language")

_DELIMITERS = (",", ";", "\t")
_MAX_LINES_OF_A_ROW = 20
# Full-width forms too: Japanese and Chinese spreadsheets take them for the ASCII ones.
_FORMULA = r"\s*[=+\-@＝＋－＠\t\r]"
_TO_GUARD = re.compile(rf"'*{_FORMULA}")
_GUARDED = re.compile(rf"'+{_FORMULA}")


def write_csv(utterances: Iterable[Utterance], brackets: BracketStyle | None = None) -> bytes:
    """UTF-8 with a byte order mark (spreadsheets want it), every cell quoted, lines ended by CR LF.

    Args:
        brackets: how parses are written, where the utterances have them.
    """
    return write_noted_csv(((utterance, ()) for utterance in utterances), (), brackets)


def write_noted_csv(
    rows: Iterable[tuple[Utterance, Sequence[str]]], notes: Sequence[str], brackets: BracketStyle | None = None
) -> bytes:
    """The same with further columns, called `notes`, whose cells each utterance brings; reading passes them over."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*(PARSE_COLUMNS if brackets else COLUMNS), *notes])
    for utterance, noted in rows:
        writer.writerow([guard(cell) for cell in (*_cells_of(utterance, brackets), *noted)])
    return written.getvalue().encode("utf-8-sig")


def _cells_of(utterance: Utterance, brackets: BracketStyle | None) -> tuple[str, ...]:
    said = (utterance.intent, utterance.language)
    if brackets and utterance.parse is not None:
        return (utterance.text, write_parse(utterance.parse, brackets), *said)
    return (write_typed(utterance), *said)


def parse(lines: Sequence[str], defaults: Defaults) -> Iterator[Line | LineError]:
    """One Line or LineError for every row below the header; comma, semicolon or tab between cells.

    A row with too few or too many cells, or with a quote that is never closed, is a LineError, and
    reading goes on with the next line.

    Raises:
        InvalidValue: a header without `text`, or with a column twice.
    """
    start = next((at for at, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return
    columns, delimiter = _header(lines[start], start + 1)
    at = start + 1
    while at < len(lines):
        cells, problem, used = _row(lines, at, delimiter)
        number, content = at + 1, "\n".join(lines[at : at + used])
        at += used
        if problem:
            yield refused(number, problem, content)
        elif not any(cell.strip() for cell in cells):
            continue
        elif len(cells) != len(columns):
            yield refused(number, f"{len(cells)} cells where the header has {len(columns)}.", content)
        else:
            row = {name: unguard(cell) for name, cell in zip(columns, cells, strict=True)}
            yield attempt(number, content, lambda row=row: _utterance(row, defaults))  # type: ignore[misc]


def guard(cell: str) -> str:
    """`cell` as no spreadsheet runs it.

    >>> guard("=1+1"), guard("'=1+1"), guard("'tis")
    ("'=1+1", "''=1+1", "'tis")
    """
    return f"'{cell}" if _TO_GUARD.match(cell) else cell


def unguard(cell: str) -> str:
    """What `guard` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _utterance(row: dict[str, str], defaults: Defaults) -> Utterance:
    if defaults.parses:
        return defaults.parsed(row["text"], row.get("parse"), row.get("intent"), row.get("language"))
    return defaults.utterance(read_typed(row["text"]), row.get("intent"), row.get("language"))


def _header(line: str, number: int) -> tuple[list[str], str]:
    """Column names and delimiter: the one that gives the most columns, `text` among them."""
    found: list[tuple[list[str], str]] = []
    for delimiter in _DELIMITERS:
        # Quoted names can be read with the delimiter between them only.
        with contextlib.suppress(csv.Error):
            found.append(([cell.strip().casefold() for cell in _cells(line, delimiter)], delimiter))
    if not found:
        raise InvalidValue("unreadable CSV header", value=line, where=f"line {number}", remedy="Close its quotes.")
    columns, delimiter = max(found, key=lambda each: ("text" in each[0], len(each[0])))
    if "text" not in columns:
        raise InvalidValue(
            "CSV without a column called text; columns found:",
            value=", ".join(columns),
            remedy="The first line must name the columns: text, parse where lines hold one, "
            "and perhaps intent and language.",
        )
    twice = next((name for name, times in Counter(columns).items() if times > 1 and name in PARSE_COLUMNS), None)
    if twice:
        raise InvalidValue("CSV with a column twice", value=twice)
    return columns, delimiter


def _row(lines: Sequence[str], at: int, delimiter: str) -> tuple[list[str], str, int]:
    """Cells, what is wrong with them if anything, and how many lines they took."""
    for used in range(1, _MAX_LINES_OF_A_ROW + 1):
        if at + used > len(lines):
            break
        try:
            return _cells("\n".join(lines[at : at + used]), delimiter), "", used
        except csv.Error as error:
            if "unexpected end of data" not in str(error):
                # A quote left open swallows the next row's first quote; blame the line that left it open.
                problem = f"not CSV ({error})." if used == 1 else "a quote that is never closed."
                return [], problem, 1
    return [], "a quote that is never closed.", 1


def _cells(row: str, delimiter: str) -> list[str]:
    # newline="" keeps line breaks inside quotes as they are.
    return next(csv.reader(io.StringIO(row, newline=""), delimiter=delimiter, strict=True), [])

"""Texts with parses as data sets have them: PIZZA's and mTOP's own files, and JSON lines of any field names.

| data set | text | parse |
|---|---|---|
| PIZZA (JSON lines) | `dev.SRC` | `dev.TOP` or `dev.EXR`, or `train.` or `test.` before them |
| mTOP (tab-separated) | `4` | `7` (decoupled) |
| others (JSON lines) | `text` | `parse` |
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.domain.errors import InvalidValue, NotFound, TeachsetError, Unavailable
from backend.domain.utterance import Utterance
from backend.formats.reading import Defaults, LineError, refused, unreadable


@dataclass(frozen=True)
class Parsed:
    """What a file holds; `refused` are the lines that could not be read."""

    utterances: tuple[Utterance, ...]
    refused: tuple[LineError, ...]


def read_parsed(path: Path, *, text: str = "text", parse: str = "parse", language: str = "en") -> Parsed:
    """Read a file, plain or gzip'd, line by line.

    Args:
        text, parse: names of fields in JSON lines; numbers of columns, from 1, in a file that ends in .tsv or .txt.
        language: of every line that names none itself, as `lang` or `language`.

    Raises:
        NotFound: no such file. Unavailable: a file that cannot be opened.
        InvalidValue: not UTF-8, or no line that can be read.
    """
    defaults = Defaults(None, language, parses=True)
    is_table = path.name.removesuffix(".gz").endswith((".tsv", ".txt"))
    found: list[Utterance] = []
    bad: list[LineError] = []
    for number, line in _lines(path):
        try:
            row = _columns(line) if is_table else _object(line)
            said = _string(row, text), _string(row, parse)
            found.append(defaults.parsed(*said, None, _language(row)))
        except TeachsetError as error:
            bad.append(refused(number, str(error), line))
    if not found:
        raise unreadable(path.name, bad)
    return Parsed(tuple(found), tuple(bad))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\n")
    except FileNotFoundError as error:
        raise NotFound("no file", value=str(path), remedy="Check its name.") from error
    except UnicodeDecodeError as error:
        raise InvalidValue("file that is not UTF-8", value=path.name) from error
    except (OSError, EOFError) as error:
        raise Unavailable(f"file that cannot be read: {error}", value=str(path)) from error


def _columns(line: str) -> dict[str, Any]:
    return {str(number): cell for number, cell in enumerate(line.split("\t"), start=1)}


def _object(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidValue("not JSON") from error
    if not isinstance(row, dict):
        raise InvalidValue("not a JSON object")
    return row


def _language(row: dict[str, Any]) -> str | None:
    for name in ("lang", "language"):
        value = row.get(name)
        if value and not isinstance(value, str):
            raise InvalidValue(f"{name} that is not a string", value=value)
        if value:
            return value
    return None


def _string(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise InvalidValue("line without", value=name)
    return value

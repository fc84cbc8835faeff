"""An uploaded file, which nobody vouches for: its bytes become text, its ending picks the format."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from backend.domain.errors import InvalidValue
from backend.domain.schema import Schema
from backend.formats import bracket_lines, conll_file, csv_file, jsonl_file
from backend.formats.reading import Defaults, Line, LineError, Reading, collect, physical_lines

MAX_UPLOAD = 25 * 1024 * 1024
"""Bytes of a file as uploaded."""
MAX_UNPACKED = 4 * MAX_UPLOAD
"""Bytes of a `.gz` file once unpacked; a bomb stops here, not in the memory."""

_Parse = Callable[[list[str], Defaults], Iterator[Line | LineError]]
_FORMATS: dict[str, _Parse] = {
    ".csv": csv_file.parse,
    ".tsv": csv_file.parse,
    ".jsonl": jsonl_file.parse,
    ".ndjson": jsonl_file.parse,
    ".json": jsonl_file.parse,
    ".txt": bracket_lines.parse,
    ".conll": conll_file.parse,
}
ENDINGS = (*_FORMATS, *(f"{ending}.gz" for ending in _FORMATS))


def read_upload(
    name: str, data: bytes, *, intent: str | None, language: str, schema: Schema | None, parses: bool = False
) -> Reading:
    """Read a file by its ending: one of ENDINGS, in any case.

    Args:
        name: the file's name; only its ending counts, it is never used as a path.
        intent: of every line that names none itself; language: likewise.
        schema: what the labels are held against; None takes any.
        parses: lines hold parses.

    Returns:
        The good lines, and every bad line with its number and what is wrong.

    Raises:
        InvalidValue: unknown ending, too large, not UTF-8, a header without `text`, no utterance at all.
    """
    _ending(name)
    if len(data) > MAX_UPLOAD:
        raise InvalidValue(
            f"file of {len(data) / 2**20:.1f} MB, at most {MAX_UPLOAD // 2**20} MB",
            value=name,
            remedy="Split it over several files.",
        )
    return read_file(name, data, intent=intent, language=language, schema=schema, parses=parses)


def read_file(
    name: str, data: bytes, *, intent: str | None, language: str, schema: Schema | None, parses: bool = False
) -> Reading:
    """The same of a file of any size: of one that was not uploaded.

    Raises:
        InvalidValue: as `read_upload`; too large only once unpacked.
    """
    ending = _ending(name)
    if ending.endswith(".gz"):
        data = gunzipped(name, data)
    text = _decoded(name, data)
    parse = _FORMATS[ending.removesuffix(".gz")]
    if parse is jsonl_file.parse and text.lstrip().startswith("["):
        raise InvalidValue(
            "JSON array, not JSON lines", value=name, remedy="Write one object on each line, without [ ] around them."
        )
    reading = collect(parse(physical_lines(text), Defaults(intent, language, parses)), schema)
    if not reading.lines and not reading.errors:
        raise InvalidValue("file without an utterance", value=name)
    return reading


def plain_lines(name: str, data: bytes) -> list[str] | None:
    """The lines of a file of plain text, packed or not; None where it is of another kind.

    Raises:
        InvalidValue: unknown ending, damaged, not UTF-8.
    """
    ending = _ending(name)
    if not ending.startswith(".txt"):
        return None
    return physical_lines(_decoded(name, gunzipped(name, data) if ending.endswith(".gz") else data))


def _ending(name: str) -> str:
    endings = [ending.lower() for ending in PurePosixPath(name).suffixes[-2:]]
    for ending in ("".join(endings), "".join(endings[-1:])):
        if ending in ENDINGS:
            return ending
    raise InvalidValue("unknown kind of file", value=name, remedy=f"Use one of: {', '.join(_FORMATS)}, plain or .gz.")


def gunzipped(name: str, data: bytes) -> bytes:
    """The bytes that a `.gz` file holds.

    Raises:
        InvalidValue: damaged, or larger than an upload may be once unpacked.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked = packed.read(MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InvalidValue(f"damaged gzip file ({error})", value=name, remedy="Pack it again.") from error
    if len(unpacked) > MAX_UNPACKED:
        raise InvalidValue(
            f"file of more than {MAX_UNPACKED // 2**20} MB once unpacked", value=name, remedy="Split it up."
        )
    return unpacked


def _decoded(name: str, data: bytes) -> str:
    advice = 'Save it as UTF-8 (in a spreadsheet: "CSV UTF-8").'
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InvalidValue("file in UTF-16", value=name, remedy=advice)
    nul = data.find(b"\0")
    if nul >= 0:
        raise InvalidValue(f"file with a NUL byte {_place(data, nul)}: UTF-16 or no text", value=name, remedy=advice)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from behind a byte order mark.
        start = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        raise InvalidValue(
            f"file that is not UTF-8 {_place(data, start)}", value=data[start : start + 1], where=name, remedy=advice
        ) from error


def _place(data: bytes, at: int) -> str:
    before = data[:at]
    line = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
    return f"at byte {at}, line {line}"

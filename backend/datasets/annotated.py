"""Annotated utterances from a file in any of our formats, or one split of it; with slots, or with parses."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from backend.domain.errors import InvalidValue, NotFound, Unavailable
from backend.domain.utterance import Utterance
from backend.formats.reading import LineError, unreadable
from backend.formats.upload import gunzipped, read_file, read_upload


@dataclass(frozen=True)
class Annotated:
    """What a file holds.

    Attributes:
        refused: lines that could not be read or say the same as an earlier one.
        sha256: of the file's bytes, hexadecimal.
        keys: for each utterance what its line has in common with its translations'; "" where it has nothing.
    """

    name: str
    utterances: tuple[Utterance, ...]
    refused: tuple[LineError, ...]
    sha256: str
    keys: tuple[str, ...]


def read_annotated(
    path: Path, *, language: str = "en", split: str | None = None, parses: bool = False, pair_by: str | None = None
) -> Annotated:
    """What `annotated` reads, from a file.

    Raises:
        NotFound: no such file. Unavailable: a file that cannot be opened. InvalidValue: see `annotated`.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound("no file", value=str(path), remedy="Check its name.") from error
    except OSError as error:
        raise Unavailable(f"file that cannot be read: {error.strerror}", value=str(path)) from error
    return annotated(path.name, data, language=language, split=split, parses=parses, pair_by=pair_by)


def annotated(
    name: str,
    data: bytes,
    *,
    language: str = "en",
    split: str | None = None,
    parses: bool = False,
    pair_by: str | None = None,
) -> Annotated:
    """Read CSV, TSV, JSONL, CoNLL or text, plain or gzip'd; each line has an intent of its own.

    Args:
        name: the file's name; only its ending counts.
        language: of every line that names none itself.
        split: keep only the JSON lines whose field `split` says so ("train").
        parses: lines hold parses instead of slots.
        pair_by: the field that JSON lines of different languages have in common where they say the same, as MASSIVE's
            have `id`; no keys are read when None.

    Raises:
        InvalidValue: a file that holds no utterance, or none of that split, or no line with that field; see
            `read_upload`.
    """
    rows = _rows(name, data, split) if split is not None or pair_by is not None else []
    # The lines of a split lie unpacked here: they may be more than an upload, which is mostly packed.
    lines = b"".join(line for line, _ in rows)
    read = partial(read_file, "rows.jsonl", lines) if rows else partial(read_upload, name, data)
    reading = read(intent=None, language=language, schema=None, parses=parses)
    utterances = tuple(line.utterance for line in reading.lines)
    if not utterances:
        raise unreadable(name, reading.errors)
    keys = tuple(_key(rows[line.number - 1][1], pair_by) if pair_by else "" for line in reading.lines)
    if pair_by and not any(keys):
        raise InvalidValue("field to pair lines by that no line has", value=pair_by, where=name)
    return Annotated(name, utterances, reading.errors, hashlib.sha256(data).hexdigest(), keys)


def _rows(name: str, data: bytes, split: str | None) -> list[tuple[bytes, Any]]:
    """The JSON lines of a split, or all that are not blank, each with what it says."""
    try:
        lines = (gunzipped(name, data) if name.lower().endswith(".gz") else data).splitlines(keepends=True)
        rows = [(line, json.loads(line)) for line in lines if line.strip()]
        kept = [(line, row) for line, row in rows if split is None or row.get("split") == split]
    except (ValueError, AttributeError, RecursionError) as error:
        raise InvalidValue(
            f"file that is not JSON lines ({error})",
            value=name,
            remedy="Only these have a field `split`, or one to pair them by.",
        ) from error
    if not kept:
        raise InvalidValue("split without a line", value=split, where=name)
    return kept


def _key(row: Any, field: str) -> str:
    value = row.get(field) if isinstance(row, dict) else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

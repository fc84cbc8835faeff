"""Annotated utterances from a file in any of our formats, or one split of it."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from backend.domain.errors import InvalidValue, NotFound, Unavailable
from backend.domain.utterance import Utterance
from backend.formats.reading import LineError
from backend.formats.upload import read_upload


@dataclass(frozen=True)
class Annotated:
    """What a file holds.

    Attributes:
        refused: lines that could not be read or say the same as an earlier one.
        sha256: of the file's bytes, hexadecimal.
    """

    name: str
    utterances: tuple[Utterance, ...]
    refused: tuple[LineError, ...]
    sha256: str


def read_annotated(path: Path, *, language: str = "en", split: str | None = None) -> Annotated:
    """Read CSV, TSV, JSONL, CoNLL or text, plain or gzip'd; each line has an intent of its own.

    Args:
        language: of every line that names none itself.
        split: keep only the JSON lines whose field `split` says so ("train").

    Raises:
        NotFound: no such file. Unavailable: a file that cannot be opened.
        InvalidValue: a file that holds no utterance, or none of that split; see `read_upload`.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound("no file", value=str(path), remedy="Check its name.") from error
    except OSError as error:
        raise Unavailable(f"file that cannot be read: {error.strerror}", value=str(path)) from error
    kept = data if split is None else _of_split(path, data, split)
    reading = read_upload(
        path.name if split is None else "rows.jsonl", kept, intent=None, language=language, schema=None
    )
    utterances = tuple(line.utterance for line in reading.lines)
    if not utterances:
        raise InvalidValue("file without a line that can be read", value=path.name, where=reading.errors[0].problem)
    return Annotated(path.name, utterances, reading.errors, hashlib.sha256(data).hexdigest())


def _of_split(path: Path, data: bytes, split: str) -> bytes:
    try:
        lines = (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines(keepends=True)
        kept = [line for line in lines if line.strip() and json.loads(line).get("split") == split]
    except (ValueError, AttributeError, OSError, EOFError) as error:
        raise InvalidValue(
            f"file that is not JSON lines ({error})", value=path.name, remedy="Only these have a field `split`."
        ) from error
    if not kept:
        raise InvalidValue("split without a line", value=split, where=path.name)
    return b"".join(kept)

"""Utterances on the disk, for the worker to find: whole, or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from pathlib import Path

from backend.domain.errors import Unavailable
from backend.domain.utterance import Utterance
from backend.formats import jsonl_file
from backend.formats.record import Record

KEY = "key"
"""The field of a line that its translations share."""


def write_utterances(file: Path, utterances: Iterable[Utterance], keys: Iterable[str] = ()) -> None:
    """Have the utterances in a JSONL file, whole, before anybody looks for it.

    Args:
        keys: for each utterance what it shares with its translations, "" for nothing; or none at all.

    Raises:
        Unavailable: the disk is full or cannot be written to.
    """
    making = file.with_name(f".{file.name}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with making.open("w", encoding="utf-8") as opened:
            opened.writelines(jsonl_lines(utterances, keys))
            opened.flush()
            os.fsync(opened.fileno())
        making.rename(file)
    except OSError as error:
        raise Unavailable(
            f"data that cannot be stored: {error.strerror}", where=str(file.parent), remedy="Free some disk space."
        ) from error


def jsonl_lines(utterances: Iterable[Utterance], keys: Iterable[str] = ()) -> Iterator[str]:
    """A line of JSON for each, with its key in the field `key` if it has one."""
    for utterance, key in zip(utterances, chain(keys, repeat("")), strict=False):
        line = jsonl_file.write(Record(utterance, "imported"))
        yield json.dumps({**json.loads(line), KEY: key}, ensure_ascii=False) + "\n" if key else line

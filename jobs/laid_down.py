"""Utterances on the disk, for the worker to find: whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from backend.domain.errors import Unavailable
from backend.domain.utterance import Utterance
from backend.formats import jsonl_file
from backend.formats.record import Record


def write_utterances(file: Path, utterances: Iterable[Utterance]) -> None:
    """Have the utterances in a JSONL file, whole, before anybody looks for it.

    Raises:
        Unavailable: the disk is full or cannot be written to.
    """
    making = file.with_name(f".{file.name}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with making.open("w", encoding="utf-8") as opened:
            opened.writelines(jsonl_lines(utterances))
            opened.flush()
            os.fsync(opened.fileno())
        making.rename(file)
    except OSError as error:
        raise Unavailable(
            f"data that cannot be stored: {error.strerror}", where=str(file.parent), remedy="Free some disk space."
        ) from error


def jsonl_lines(utterances: Iterable[Utterance]) -> Iterable[str]:
    """A line of JSON for each."""
    return (jsonl_file.write(Record(utterance, "imported")) for utterance in utterances)

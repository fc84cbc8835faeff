"""The utterances of a tuning: read from an upload or the project, counted, and laid down until the tuning is done."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.datasets.annotated import annotated, read_annotated
from backend.domain.corpus import Corpus
from backend.domain.errors import InvalidValue
from backend.domain.utterance import Utterance
from backend.teacher.tuning.data import split
from jobs.begun import clear_away_begun, forget_begun, note_begun
from jobs.laid_down import KEY, jsonl_lines, write_utterances
from jobs.settings import Settings
from storage.engine import Store
from storage.examples import stream_decided
from storage.filters import ExampleFilter
from storage.teacher_runs import known_uids

DATA, PARSES = "data.jsonl", "parses.jsonl"
"""What is laid down: lines with slots, or lines with parses."""


@dataclass(frozen=True)
class TuningData:
    """Utterances to tune on, before any is left out.

    Attributes:
        sources: where they come from, for the card: name of a file, or of the project → SHA-256 of what was read,
            hexadecimal. refused: lines that could not be read.
        keys: for each utterance what it shares with its translations, "" for nothing; or none at all.
    """

    utterances: tuple[Utterance, ...]
    sources: Mapping[str, str]
    refused: int = 0
    keys: tuple[str, ...] = ()

    @property
    def intents(self) -> tuple[str, ...]:
        return tuple(sorted({utterance.intent for utterance in self.utterances}))

    @property
    def holds_parses(self) -> bool:
        """Whether the utterances have parses instead of slots."""
        return any(utterance.parse is not None for utterance in self.utterances)


@dataclass(frozen=True)
class Counts:
    """How many utterances teach, and how many are held out to measure with."""

    teaching: int
    measuring: int


def uploaded_data(
    files: Sequence[tuple[str, bytes]], *, language: str, parses: bool = False, pair_by: str = ""
) -> TuningData:
    """Read uploaded files in any of our formats, such as one for each language; each line has an intent of its own.

    Args:
        files: names and bytes. language, parses: see `annotated`.
        pair_by: the field that JSON lines share with their translations; "" where there is none.

    Raises:
        InvalidValue: a file that cannot be read, that holds no utterance or no such field, or that is there twice.
    """
    read = [annotated(name, data, language=language, parses=parses, pair_by=pair_by or None) for name, data in files]
    sources = {one.name: one.sha256 for one in read}
    if len(set(sources.values())) < len(read):
        raise InvalidValue("files that are the same, or of one name", value=", ".join(one.name for one in read))
    return TuningData(
        tuple(utterance for one in read for utterance in one.utterances),
        sources,
        sum(len(one.refused) for one in read),
        tuple(key for one in read for key in one.keys) if pair_by else (),
    )


def accepted_data(store: Store, project_id: int, project_name: str) -> TuningData:
    """The project's accepted examples, seeds included, in their order."""
    with store.read() as session:
        rows = stream_decided(project_id, ExampleFilter(status="accepted"), session=session)
        utterances = tuple(example.utterance for example, _decision in rows)
    digest = hashlib.sha256("".join(jsonl_lines(utterances)).encode()).hexdigest()
    return TuningData(utterances, {f"accepted examples of {project_name}": digest})


def counts(data: TuningData, excluded: Iterable[str], held_out: float) -> Counts:
    """How the data will be split.

    Raises:
        InvalidValue: nothing to learn from or to measure with, or an unknown intent to exclude.
    """
    parts = split(data.utterances, list(excluded), held_out, data.keys)
    return Counts(len(parts.teaching), len(parts.measuring))


def suggested_held_out(utterances: int) -> float:
    """A share that leaves enough to measure with, and no more.

    >>> suggested_held_out(100), suggested_held_out(1000), suggested_held_out(10_000)
    (0.2, 0.1, 0.02)
    """
    return 0.2 if utterances < 500 else 0.1 if utterances < 5000 else 0.02


def lay_down(data: TuningData, uid: str, store: Store, settings: Settings) -> None:
    """Have the utterances on the disk, whole, before anybody looks for them there.

    Raises:
        Unavailable: the disk is full or cannot be written to.
    """
    folder = settings.tunings_dir / uid
    note_begun(folder, store, settings)  # its run is queued after it
    write_utterances(folder / (PARSES if data.holds_parses else DATA), data.utterances, data.keys)


def laid_down(uid: str, settings: Settings) -> Corpus:
    """The utterances that `lay_down` stored under that uid, with their keys.

    Raises:
        NotFound: they are gone.
    """
    file = data_file(uid, settings)
    parses = file.name == PARSES
    if not _has_keys(file):
        return Corpus(read_annotated(file, parses=parses).utterances)
    read = read_annotated(file, parses=parses, pair_by=KEY)
    return Corpus(read.utterances, read.keys)


def _has_keys(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open(encoding="utf-8") as lines:
        return any(KEY in json.loads(line) for line in lines)


def data_file(uid: str, settings: Settings) -> Path:
    """Where the data of a tuning is, if it is anywhere."""
    folder = settings.tunings_dir / uid
    return folder / (PARSES if (folder / PARSES).is_file() else DATA)


def clear_away(uid: str, settings: Settings) -> None:
    """Remove the data of a tuning that is done; its hash stays on the card."""
    folder = settings.tunings_dir / uid
    shutil.rmtree(folder, ignore_errors=True)
    forget_begun(folder, settings)


def clear_away_orphans(store: Store, settings: Settings) -> None:
    """Remove data of this database that goes with no tuning: of deleted projects, and of broken-off orders."""
    with store.read() as session:
        known = known_uids(session=session)
    clear_away_begun(settings.tunings_dir, known, store, settings)

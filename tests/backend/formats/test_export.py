"""Export: both files or neither, older ones untouched when it fails."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.domain.errors import InvalidValue, TeachsetError, Unavailable
from backend.domain.utterance import Span, Utterance
from backend.formats import export, replacing
from backend.formats.export import write_export
from backend.formats.record import Record

ROME = Record(Utterance("fly to rome", "Fly", "en", (Span(7, 11, "city"),)), "seed")
JAZZ = Record(Utterance("spiel jazz", "Play", "de", (Span(6, 10, "genre"),)), "generated", {"method": "linguist"})
HELLO = Record(Utterance("hello there", "Greet"), "generated")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    empty = tmp_path / "sets"
    empty.mkdir()
    return empty


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("format", ["jsonl", "conll"])
def test_data_and_manifest_are_written_beside_each_other(folder: Path, format: str) -> None:
    result = write_export(
        iter([ROME, JAZZ, HELLO]), folder / "new" / "folder", stem="My set", format=format, filters={"intent": None}
    )
    assert result.path.name == f"My-set.{format}"
    assert result.manifest_path.name == f"My-set.{format}.manifest.json"
    assert sorted(contents(result.path.parent)) == [result.path.name, result.manifest_path.name]
    data = result.path.read_bytes()
    manifest = json.loads(result.manifest_path.read_text(encoding="utf-8"))
    assert manifest["sha256"] == hashlib.sha256(data).hexdigest()
    assert (manifest["rows"], manifest["bytes"], manifest["format"]) == (3, len(data), format)
    assert manifest["file"] == result.path.name
    assert manifest["filters"] == {"intent": None}
    assert manifest["counts"] == {
        "intent": {"Fly": 1, "Greet": 1, "Play": 1},
        "slot": {"city": 1, "genre": 1},
        "language": {"de": 1, "en": 2},
        "origin": {"generated": 2, "seed": 1},
    }
    assert manifest["labels"] == {
        "tags": {"O": 0, "B-city": 1, "I-city": 2, "B-genre": 3, "I-genre": 4},
        "intents": {"Fly": 0, "Greet": 1, "Play": 2},
    }
    assert manifest["teachset_version"].count(".") == 2
    assert manifest["created_at"].endswith("+00:00")


def test_a_second_export_replaces_the_first(folder: Path) -> None:
    write_export([ROME], folder, stem="set", format="jsonl", filters={})
    result = write_export([HELLO], folder, stem="set", format="jsonl", filters={})
    assert sorted(contents(folder)) == ["set.jsonl", "set.jsonl.manifest.json"]
    assert json.loads(result.path.read_bytes())["text"] == "hello there"


def _disk_full_on_write(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, chunks: object) -> None:
        path.write_bytes(b"half a li")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(export, "_write_synced", full)


def _disk_full_on_manifest(monkeypatch: pytest.MonkeyPatch) -> None:
    real = export._write_synced
    calls: list[Path] = []

    def second_fails(path: Path, chunks: Iterator[bytes]) -> None:
        calls.append(path)
        if len(calls) == 2:
            path.write_bytes(b"{")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path, chunks)

    monkeypatch.setattr(export, "_write_synced", second_fails)


def _disk_full_on_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(export.os, "fsync", fail)


def _disk_full_on_second_rename(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace

    def fail(source: Path, target: Path) -> None:
        if Path(source).suffix == ".part" and Path(target).name.endswith("manifest.json") and not failed:
            failed.append(target)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(source, target)

    failed: list[Path] = []
    monkeypatch.setattr(replacing.os, "replace", fail)


@pytest.mark.parametrize(
    "break_disk", [_disk_full_on_write, _disk_full_on_manifest, _disk_full_on_sync, _disk_full_on_second_rename]
)
@pytest.mark.parametrize("older", [True, False])
def test_a_full_disk_leaves_everything_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, break_disk: object, older: bool
) -> None:
    if older:
        write_export([ROME], folder, stem="set", format="jsonl", filters={})
    before = contents(folder)
    break_disk(monkeypatch)  # type: ignore[operator]
    with pytest.raises(Unavailable) as caught:
        write_export([HELLO, JAZZ], folder, stem="set", format="jsonl", filters={})
    assert all(words in str(caught.value) for words in ("disk full while exporting to", "Free some space"))
    assert contents(folder) == before


def test_a_source_that_breaks_off_leaves_everything_as_it_was(folder: Path) -> None:
    def broken() -> Iterator[Record]:
        yield ROME
        raise InvalidValue("row that is gone", value=7)

    with pytest.raises(InvalidValue, match="row that is gone 7"):
        write_export(broken(), folder, stem="set", format="conll", filters={})
    assert contents(folder) == {}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"rome", b"roma"),
        lambda data: data.replace(b'"start": 7', b'"start": 8').replace(b'"value": "rome"', b'"value": "ome"'),
        lambda data: data + data,
        lambda data: b"",
        lambda data: data[:-20],
        lambda data: data.replace(b"rome", b"r\xffme"),
        lambda data: data.replace(b'"seed"', b'"SEED"'),
    ],
)
def test_a_file_that_reads_otherwise_than_given_is_no_export(
    folder: Path, monkeypatch: pytest.MonkeyPatch, spoil: object
) -> None:
    real = export._write_synced

    def spoiled(path: Path, chunks: Iterator[bytes]) -> None:
        real(path, chunks)
        path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]

    monkeypatch.setattr(export, "_write_synced", spoiled)
    with pytest.raises(TeachsetError, match="does not say what was given"):
        write_export([ROME], folder, stem="set", format="jsonl", filters={})
    assert contents(folder) == {}


def test_a_folder_that_cannot_be_written_to_is_named(folder: Path) -> None:
    (folder / "file").write_text("in the way")
    with pytest.raises(Unavailable, match="cannot write"):
        write_export([ROME], folder / "file", stem="set", format="jsonl", filters={})


@pytest.mark.parametrize(
    ("records", "format", "filters", "named"),
    [
        ([ROME], "xml", {}, "unknown export format 'xml'"),
        ([], "jsonl", {}, "nothing to export"),
        ([ROME], "jsonl", {"since": object()}, "filters that JSON cannot hold"),
        ([Record(ROME.utterance, "seed", {"p": float("nan")})], "conll", {}, "provenance that JSON cannot hold"),
    ],
)
def test_what_cannot_be_exported_is_refused_and_leaves_nothing(
    folder: Path, records: list[Record], format: str, filters: dict[str, object], named: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        write_export(records, folder, stem="set", format=format, filters=filters)
    assert named in str(caught.value)
    assert contents(folder) == {}


def test_a_large_export_is_streamed(folder: Path) -> None:
    rows = 1000
    many = (Record(ROME.utterance, "generated", {"raw": "y" * 2000, "row": number}) for number in range(rows))
    tracemalloc.start()
    result = write_export(many, folder, stem="many", format="jsonl", filters={})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert result.manifest.rows == rows
    assert result.manifest.bytes > 5 * peak

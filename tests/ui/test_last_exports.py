"""Finding the exports of a project on the disk."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.domain.utterance import Utterance
from backend.formats.export import ExportResult, write_export
from backend.formats.record import Record
from jobs.exporting import export_stem
from ui.last_exports import last_exports, state_of

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def written(folder: Path, project_id: int = 1, *, format: str = "jsonl") -> ExportResult:
    records = [Record(Utterance("take me to rome", "book_trip"), "seed")]
    return write_export(records, folder, stem=export_stem(project_id, "Travel"), format=format, filters={})


def found(folder: Path, project_id: int = 1, *, since: datetime = LONG_AGO) -> tuple[ExportResult, ...]:
    return last_exports(folder, project_id, "Travel", since=since)


def change(export: ExportResult, **values: object) -> None:
    manifest = json.loads(export.manifest_path.read_text("utf-8"))
    export.manifest_path.write_text(json.dumps(manifest | values), "utf-8")


def test_without_a_folder_there_is_none(tmp_path: Path) -> None:
    assert found(tmp_path / "exports") == ()


def test_the_export_is_found_as_it_was_written(tmp_path: Path) -> None:
    export = written(tmp_path)
    assert found(tmp_path) == (export,)
    assert state_of(export) == "sound"


def test_one_of_before_manifests_said_how_parses_are_written_is_found_too(tmp_path: Path) -> None:
    export = written(tmp_path)
    manifest = json.loads(export.manifest_path.read_text("utf-8"))
    del manifest["parses"]
    export.manifest_path.write_text(json.dumps(manifest), "utf-8")
    assert found(tmp_path) == (export,)


def test_the_latest_comes_first(tmp_path: Path) -> None:
    older, newer = written(tmp_path), written(tmp_path, format="conll")
    change(older, created_at="2020-05-01T10:00:00+00:00")
    assert [one.path for one in found(tmp_path)] == [newer.path, older.path]


def test_another_project_of_the_same_name_has_others(tmp_path: Path) -> None:
    written(tmp_path, 1)
    assert found(tmp_path, 2) == ()


def test_files_of_a_deleted_project_with_the_same_id_and_name_are_passed_over(tmp_path: Path) -> None:
    written(tmp_path)
    assert found(tmp_path, since=datetime.now(UTC) + timedelta(seconds=2)) == ()


@pytest.mark.parametrize(
    "values",
    [{"file": "../../etc/passwd"}, {"rows": "2"}, {"bytes": None}, {"created_at": "yesterday"}, {"more": 1}],
)
def test_a_manifest_that_is_not_ours_is_passed_over(tmp_path: Path, values: dict[str, object]) -> None:
    change(written(tmp_path), **values)
    assert found(tmp_path) == ()


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_a_manifest_that_cannot_be_read_is_passed_over(tmp_path: Path, content: bytes) -> None:
    written(tmp_path).manifest_path.write_bytes(content)
    assert found(tmp_path) == ()


def test_a_file_that_was_changed_or_removed_is_told_from_a_sound_one(tmp_path: Path) -> None:
    export = written(tmp_path)
    data = export.path.read_bytes()
    export.path.write_bytes(data.replace(b"rome", b"oslo"))
    assert state_of(export) == "changed"
    export.path.write_bytes(data + b"\n")
    assert state_of(export) == "changed"
    export.path.unlink()
    assert state_of(export) == "missing"

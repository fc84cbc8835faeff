"""An export with a split: without leaks, the same for the same data, and read again by whoever trains on it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from backend.datasets.annotated import read_annotated
from backend.domain.errors import Conflict, InvalidValue
from backend.domain.schema import Intent
from backend.domain.utterance import Utterance
from backend.formats.export import ExportResult
from backend.formats.record import Record
from backend.formats.upload import read_upload
from backend.students.split import overlap
from jobs.export_split import Shares, Sides
from jobs.exporting import export_dataset
from storage.engine import Store
from storage.examples import add_examples
from storage.filters import ExampleFilter
from storage.renaming import rename_label
from storage.schemas import put_intent
from storage.tables import Project


def exported(store: Store, project: Project, folder: Path, fmt: str = "jsonl", shares: Shares | None = None, **more):  # type: ignore[no-untyped-def]
    return export_dataset(store, project.id, fmt=fmt, folder=folder, shares=shares or Shares(), **more)


def sides(result: ExportResult) -> dict[str, str]:
    rows = [json.loads(line) for line in result.path.read_text(encoding="utf-8").splitlines()]
    return {row["text"]: row["split"] for row in rows}


def test_every_record_says_its_side_and_the_manifest_how_it_came(store: Store, rich: Project, tmp_path: Path) -> None:
    result = exported(store, rich, tmp_path, shares=Shares(10, 20))
    counts = result.manifest.counts["split"]
    assert Counter(sides(result).values()) == Counter(counts)
    assert sum(counts.values()) == result.manifest.rows
    assert set(counts) == {"train", "dev", "test"}
    assert counts["test"] > counts["dev"]
    made = result.manifest.split
    assert made is not None
    assert (made["percent"], made["seed"], made["families_let_go"]) == ({"dev": 10, "test": 20}, 0, [])
    assert 3 <= int(str(made["groups"])) <= result.manifest.rows


def test_a_split_is_read_again_side_by_side_and_leaks_nothing(store: Store, rich: Project, tmp_path: Path) -> None:
    result = exported(store, rich, tmp_path, shares=Shares(20, 20))
    parts = {side: read_annotated(result.path, split=side).utterances for side in ("train", "dev", "test")}
    assert sum(map(len, parts.values())) == result.manifest.rows
    for one, other in (("train", "dev"), ("train", "test"), ("dev", "test")):
        found = overlap(parts[one], parts[other])
        assert (found.exact, found.delexicalised) == ((), ())


def test_the_same_data_is_split_alike_in_every_format_whenever_it_is(
    store: Store, rich: Project, tmp_path: Path
) -> None:
    first = exported(store, rich, tmp_path / "one")
    assert exported(store, rich, tmp_path / "two").path.read_bytes() == first.path.read_bytes()
    conll = exported(store, rich, tmp_path, "conll")
    blocks = conll.path.read_text(encoding="utf-8").strip().split("\n\n")
    said = [dict(line[2:].split(" = ", 1) for line in block.splitlines() if line.startswith("# ")) for block in blocks]
    assert {one["text"]: one["split"] for one in said} == sides(first)
    read = read_upload(conll.path.name, conll.path.read_bytes(), intent=None, language="en", schema=None)
    assert len(read.lines) == conll.manifest.rows


def test_a_renamed_label_changes_no_side(store: Store, rich: Project, tmp_path: Path) -> None:
    before = sides(exported(store, rich, tmp_path))
    with store.write() as session:
        rename_label(rich.id, "slot", "city", "town", session=session)
    assert sides(exported(store, rich, tmp_path)) == before


def test_a_small_intent_is_all_in_train_and_told(store: Store, rich: Project, tmp_path: Path) -> None:
    with store.write() as session:
        put_intent(rich.id, Intent("ask_price"), session=session)
        few = [Utterance("how much is it", "ask_price"), Utterance("what would that cost", "ask_price")]
        add_examples(rich.id, few, origin="imported", status="accepted", provenance={}, session=session)
    result = exported(store, rich, tmp_path)
    assert {sides(result)[one.text] for one in few} == {"train"}
    assert result.manifest.split is not None
    without = result.manifest.split["intents_without"]
    assert isinstance(without, dict)
    assert all("ask_price" in without[side] for side in ("dev", "test"))


def test_only_what_is_exported_is_split(store: Store, rich: Project, tmp_path: Path) -> None:
    result = exported(store, rich, tmp_path, wanted=ExampleFilter(intent="book_trip"), include_seeds=False)
    assert sum(result.manifest.counts["split"].values()) == result.manifest.rows


def test_without_shares_nothing_says_a_side(store: Store, rich: Project, tmp_path: Path) -> None:
    result = export_dataset(store, rich.id, fmt="jsonl", folder=tmp_path)
    assert "split" not in result.path.read_text(encoding="utf-8")
    assert (result.manifest.split, "split" in result.manifest.counts) == (None, False)


@pytest.mark.parametrize(("dev", "test"), [(0, 0), (-1, 10), (60, 40)])
def test_shares_that_leave_nothing_or_put_nothing_aside_are_refused(dev: int, test: int) -> None:
    with pytest.raises(InvalidValue, match="shares of a split"):
        Shares(dev, test)


def test_what_came_after_the_split_stops_the_export() -> None:
    late = Record(Utterance("go", "a"), "seed", {"example": 7})
    with pytest.raises(Conflict, match="Export again"):
        Sides({1: "train"}, {}).told(late)

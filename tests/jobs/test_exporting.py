from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest

from backend.domain.decision import DecisionCreate
from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from backend.formats.file_name import safe_stem
from jobs.exporting import export_dataset, export_stem
from storage.decisions import decide
from storage.engine import Store
from storage.examples import add_examples
from storage.filters import ExampleFilter
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.tables import Project
from tests.conftest import pending
from tests.storage.reviewing import decided, share, undone_by


@pytest.fixture
def curated(store: Store, project: Project) -> None:
    one, two, _three = pending(store, project, "one", "two", "three")
    with store.write() as session:
        for row, action in ((one, "accept"), (two, "reject")):
            create = DecisionCreate(row.id, 1, action, str(uuid.uuid4()), reviewer="ada")
            decide(project.id, create, session=session)


def rows(path: Path) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("curated")
def test_only_accepted_examples_go_out_with_who_decided(store: Store, project: Project, tmp_path: Path) -> None:
    result = export_dataset(store, project.id, fmt="jsonl", folder=tmp_path, include_seeds=True)
    assert [row["text"] for row in rows(result.path)] == [
        "take me to rome on monday",
        "i want a weekend in oslo",
        "one",
    ]
    assert rows(result.path)[2]["provenance"]["reviewer"] == "ada"
    assert rows(result.path)[0]["tags"] == ["O", "O", "O", "B-city", "O", "B-day"]
    assert result.manifest.counts["origin"] == {"seed": 2, "imported": 1}


def test_what_two_accepted_goes_out_with_the_names_of_both(store: Store, project: Project, tmp_path: Path) -> None:
    share(store, project, 100)
    together, settled = pending(store, project, "one", "two")
    decided(store, together, "accept", by="ada")
    decided(store, together, "accept", by="ben")
    decided(store, settled, "reject", by="ada")
    decided(store, settled, "accept", by="cleo", settles=True)
    result = export_dataset(store, project.id, fmt="jsonl", folder=tmp_path, include_seeds=False)
    one, two = (row["provenance"] for row in rows(result.path))
    assert (one["reviewer"], one["reviewers"]) == ("ben", ["ada", "ben"])
    assert two["reviewer"] == "cleo"
    assert "reviewers" not in two


def test_who_accepted_is_said_whatever_was_flagged_or_taken_back_since(
    store: Store, project: Project, tmp_path: Path
) -> None:
    one, two, three = pending(store, project, "one", "two", "three")
    decided(store, one, "accept", by="ada")
    decided(store, one, "flag", by="ben")
    decided(store, two, "accept", by="ada")
    decided(store, two, "reject", by="ben")
    undone_by(store, project, "ben")
    share(store, project, 100)
    decided(store, three, "accept", by="ada")
    decided(store, three, "accept", by="cleo")
    decided(store, three, "flag", by="ben")
    result = export_dataset(store, project.id, fmt="jsonl", folder=tmp_path, include_seeds=False)
    found = [row["provenance"] for row in rows(result.path)]
    assert [(one["decision"], one["reviewer"]) for one in found] == [
        ("accept", "ada"),
        ("accept", "ada"),
        ("accept", "cleo"),
    ]
    assert found[2]["reviewers"] == ["ada", "cleo"]


@pytest.mark.usefixtures("curated")
def test_seeds_stay_in_by_choice_and_filters_are_in_the_manifest(
    store: Store, project: Project, tmp_path: Path
) -> None:
    wanted = ExampleFilter(intent="book_trip")
    result = export_dataset(store, project.id, fmt="conll", folder=tmp_path, wanted=wanted, include_seeds=False)
    assert result.manifest.rows == 1
    assert result.manifest.filters == {"intent": "book_trip", "status": "accepted", "seeds": False}


@pytest.mark.usefixtures("curated")
def test_the_manifest_says_how_parses_are_to_be_read(store: Store, project: Project, tmp_path: Path) -> None:
    parse = read_parse("(ORDER a (DRINK tea ) )")
    with store.write() as session:
        parsed = create_project("Parsed", teacher="t", session=session)
        store_parses(parsed.id, ParseSchema("top", "round"), session=session)
        seed = Utterance("a tea", "ORDER", parse=parse)
        put_schema(parsed.id, load_schema(parsed.id, session=session).extended_by(seed), session=session)
        add_examples(parsed.id, [seed], origin="seed", status="accepted", provenance={}, session=session)
    written = export_dataset(store, parsed.id, fmt="jsonl", folder=tmp_path)
    assert json.loads(written.manifest_path.read_text())["parses"] == {"form": "top", "brackets": "round"}
    with_slots = export_dataset(store, project.id, fmt="jsonl", folder=tmp_path)
    assert json.loads(with_slots.manifest_path.read_text())["parses"] is None


def test_nothing_to_export_is_said_and_nothing_is_written(store: Store, project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with pytest.raises(InvalidValue, match="no accepted example matches"):
        export_dataset(store, project.id, fmt="jsonl", folder=folder, include_seeds=False)
    assert not folder.exists()


def test_no_two_projects_share_a_file(store: Store) -> None:
    assert len({export_stem(1, "my data"), export_stem(2, "my-data"), export_stem(3, "my data")}) == 3
    assert safe_stem(export_stem(1, "東" * 64)) != safe_stem(export_stem(2, "東" * 64))


@pytest.mark.usefixtures("curated")
def test_progress_that_raises_stops_the_export_and_leaves_nothing(
    store: Store, project: Project, tmp_path: Path
) -> None:
    def stop(_done: int, _total: int) -> None:
        raise InvalidValue("cancelled")

    with pytest.raises(InvalidValue, match="cancelled"):
        export_dataset(store, project.id, fmt="jsonl", folder=tmp_path / "out", progress=stop)
    assert list((tmp_path / "out").iterdir()) == []

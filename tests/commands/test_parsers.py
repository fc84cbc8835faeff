"""Students of parses on the command line, as a person or a script runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.domain.parse_notation import ROUND, write_parse
from backend.students.parsing.card import read_card
from storage.engine import Store
from storage.examples import add_examples
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from tests.backend.students.parsing.conftest import bowls, data, decoder
from tests.commands.running import run

__all__ = ["decoder"]

HOW = ("--learning-rate", "0.005", "--dtype", "float32", "--passes", "1")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = [json.dumps({"said": one.text, "parse": write_parse(one.parse, ROUND)}) for one in bowls()]  # type: ignore[arg-type]
    (tmp_path / "bowls.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "bowls.jsonl"


def test_a_student_of_parses_is_trained_on_files_measured_asked_and_noted(
    decoder: Path, file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "student"
    given = ("--data", str(file), "--form", "top", "--text-field", "said", "--base", str(decoder))
    made = run("train", *given, "--test", str(file), "--out", str(out), *HOW)
    assert made["overlap"] == {"exact": 24, "delexicalised": 0}
    assert made["figures"]["overall"]["utterances"] == 24
    assert read_card(out).told["figures"]["bowls.jsonl"] == made["figures"]
    assert list(read_card(out).told["data"]["sources"]) == ["bowls.jsonl"]
    found = run("evaluate", str(out), str(file), "--text-field", "said", "--sample", "5")
    assert found["figures"]["overall"]["utterances"] == 5
    (said,) = run("predict", str(out), "get a big soup")["predictions"]
    assert said["parse"].startswith("[ORDER ")
    assert said["problem"] == ""


def test_a_project_of_parses_trains_a_student_of_its_form(decoder: Path, store: Store, tmp_path: Path) -> None:
    with store.write() as session:
        project = create_project("Bowls", teacher="none", session=session)
        store_parses(project.id, data().schema, session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(*bowls()), session=session)
        add_examples(project.id, bowls(), origin="seed", status="accepted", provenance={}, session=session)
    out = tmp_path / "student"
    made = run("train", "Bowls", "--base", str(decoder), "--out", str(out), "--held-out", "0.25", *HOW)
    assert made["utterances"] == 18
    assert read_card(out).schema.form == "top"


def test_a_form_that_there_is_not_is_refused(file: Path, tmp_path: Path) -> None:
    refused = run("train", "--data", str(file), "--form", "tree", "--out", str(tmp_path / "s"), code=1)
    assert "unknown form of parses 'tree'" in refused["error"]

"""Students of parses on the command line, as a person or a script runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.domain.parse_notation import ROUND, read_parse, write_parse
from backend.domain.utterance import Utterance
from backend.students.parsing.card import read_card
from backend.teacher.weights import file_hash
from storage.engine import Store
from storage.examples import add_examples
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.student_tasks import list_tasks
from storage.tables import CURVE, Project
from tests.backend.students.parsing.conftest import bowls, data, decoder
from tests.commands.running import run
from tests.ui.pages.test_student_parses import GOLD, LEARNT, trained
from tests.ui.pages.test_student_parses import bowls as eaten

__all__ = ["decoder", "eaten"]

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


def test_students_of_parses_are_compared_by_their_parses(store: Store, eaten: Project) -> None:
    earlier = trained(store, eaten, [None, GOLD[1].parse, GOLD[2].parse], LEARNT)
    later = trained(store, eaten, [one.parse for one in GOLD[:3]], LEARNT)
    found = run("compare", "Bowls", "--against", earlier.uid)
    assert (found["student"], found["measured"]) == (later.uid, 3)
    assert found["difference"]["unordered_match"]["difference"]["value"] == pytest.approx(1 / 3)
    assert "slot_f1" not in found["ours"]


def test_no_curve_is_ordered_of_a_project_of_parses(store: Store, eaten: Project) -> None:
    more = [Utterance("drink tea", "DRINK", parse=read_parse("[DRINK drink [TEA tea ] ]"))]
    with store.write() as session:
        put_schema(eaten.id, load_schema(eaten.id, session=session).extended_by(*more), session=session)
        add_examples(eaten.id, more, origin="seed", status="accepted", provenance={}, session=session)
    assert "learning curve of a student of parses" in run("curve", "Bowls", code=1)["error"]
    with store.read() as session:
        assert list_tasks(eaten.id, CURVE, session=session) == []


def test_files_of_one_name_are_told_apart_on_the_card(file: Path, decoder: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    again = tmp_path / "more" / file.name
    again.write_text(file.read_text(encoding="utf-8").replace("big", "large"), encoding="utf-8")
    given = ("--form", "top", "--text-field", "said", "--base", str(decoder), "--out", str(tmp_path / "s"))
    run("train", "--data", str(file), "--data", str(again), *given, *HOW)
    told = read_card(tmp_path / "s").told["data"]["sources"]
    assert told == {one.as_posix(): file_hash(one) for one in (file, again)}

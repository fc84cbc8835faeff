"""Students on the command line, as a person or a script runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Span, Utterance
from backend.formats import jsonl_file
from backend.formats.record import Record
from cli import app
from commands.console import answer
from storage.engine import Store
from storage.tables import Project
from tests.backend.students.conftest import student_folder, tiny_encoder, trips
from tests.commands.running import run
from tests.jobs.test_student_comparing import ASIDE, RIGHT, WRONG, trained

__all__ = ["student_folder", "tiny_encoder"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "trips.jsonl"
    file.write_text("".join(jsonl_file.write(Record(one, "imported")) for one in trips()), encoding="utf-8")
    return file


def test_a_student_is_trained_on_files_measured_and_noted(tiny_encoder: Path, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "student"
    how = ("--encoder", str(tiny_encoder), "--learning-rate", "0.005", "--dtype", "float32", "--passes", "1")
    made = run("train", "--data", str(data), "--test", str(data), "--out", str(out), *how)
    assert made["out"] == str(out)
    assert made["overlap"]["exact"] == 48
    assert made["figures"]["overall"]["utterances"] == 48
    assert made["figures"]["overall"]["intent_accuracy"]["value"] > 0.8
    card = json.loads((out / "teachset.json").read_text(encoding="utf-8"))
    assert card["figures"]["trips.jsonl"] == made["figures"]
    assert list(card["data"]["sources"]) == ["trips.jsonl"]
    again = run("train", "--data", str(data), "--out", str(out), *how, code=1)
    assert "not empty" in again["error"]


def test_what_a_test_shares_with_the_training_data_is_said_before_the_training(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise InvalidValue("stopped before the first step")

    monkeypatch.setattr("commands.students.train_student", stopped)
    given = ["train", "--data", str(data), "--test", str(data), "--out", str(tmp_path / "s")]
    assert answer(app, given) == 1
    told = capsys.readouterr().err
    assert "Of the test utterances, 48 are in the training data" in told
    assert "stopped before the first step" in told


def test_a_student_is_asked_and_measured(student_folder: Path, data: Path) -> None:
    said = run("predict", str(student_folder), "bring me to rome on monday", "call off trip 3")["predictions"]
    assert [one["intent"] for one in said] == ["book_trip", "cancel_trip"]
    assert [(span["slot"], span["value"]) for span in said[0]["spans"]] == [("city", "rome"), ("day", "monday")]
    found = run("evaluate", str(student_folder), str(data))
    assert found["figures"]["overall"]["slot_f1"]["value"] > 0.9
    assert 0 < found["milliseconds"]["median"] <= found["milliseconds"]["p95"]
    assert (found["figures"]["widened"]["spans"], found["figures"]["widened"]["value"]) == (0, "")


def test_spans_that_no_student_can_find_are_counted_beside_the_figures(student_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "inside.jsonl"
    inside = Utterance("서울에 가자", "book_trip", "ko", (Span(0, 2, "city"),))
    file.write_text(jsonl_file.write(Record(inside, "imported")), encoding="utf-8")
    found = run("evaluate", str(student_folder), str(file))["figures"]
    assert found["widened"] == {"spans": 1, "of": 1, "value": "서울", "token": "서울에"}
    assert found["slots"]["city"]["recall"] == 0


def test_errors_name_the_value_and_what_to_do(student_folder: Path, data: Path, tmp_path: Path) -> None:
    assert "no student in folder" in run("predict", str(tmp_path), "hello", code=1)["error"]
    assert "text 1: empty utterance" in run("predict", str(student_folder), " ", code=1)["error"]
    assert "no file" in run("evaluate", str(student_folder), str(tmp_path / "none.txt"), code=1)["error"]
    assert "Name a project, or give --data" in run("train", "--out", str(tmp_path / "s"), code=1)["error"]
    asked = ("train", "--data", str(data), "--out", str(tmp_path / "s"))
    assert "'middle'" in run(*asked, "--pooling", "middle", code=1)["error"]
    assert "no-such-encoder" in run(*asked, "--encoder", str(tmp_path / "no-such-encoder"), code=1)["error"]


def test_a_projects_accepted_examples_are_learnt_from(tiny_encoder: Path, data: Path, tmp_path: Path) -> None:
    run("project", "create", "Travel", "--teacher", "smollm2-135m-instruct")
    asked = ("train", "Travel", "--encoder", str(tiny_encoder), "--out", str(tmp_path / "s"))
    assert "no accepted example" in run(*asked, code=1)["error"]
    run("import", "Travel", str(data), "--add-labels")
    assert run(*asked, "--passes", "1")["utterances"] > 30


def test_students_of_a_project_are_compared(store: Store, project: Project) -> None:
    earlier = trained(store, project, ASIDE[:20], [WRONG] * 10 + [RIGHT] * 10)
    later = trained(store, project, ASIDE[5:], [RIGHT] * 25)
    found = run("compare", "Travel", "--against", earlier.uid)
    assert (found["student"], found["against"], found["measured"]) == (later.uid, earlier.uid, 15)
    assert found["difference"]["frame_accuracy"]["difference"]["value"] == pytest.approx(1 / 3)
    assert "nothing is kept of what this student" in run("compare", "Travel", code=1)["error"]

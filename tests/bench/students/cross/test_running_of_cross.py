from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from backend.teacher.scripted import ScriptedTeacher
from bench.students.__main__ import main
from bench.students.cross import reporting, running
from bench.students.cross.protocol import MASSIVE, MTOP, PROTOCOLS, Sizes
from bench.students.cross.unknown import unknown
from tests.bench.students.cross.conftest import FakeStudents


@pytest.fixture
def given(data: Path, tiny_encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(running, "Students", FakeStudents)
    monkeypatch.setattr(reporting, "RESULTS", tmp_path / "students.json")
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"obedient": True}))
    some = ["--experiment", "cross-lingual", "--data", str(data), "--cache", str(tmp_path / "cache"), "--seeds", "1"]
    return [*some, "--languages", "de", "--encoder", str(tiny_encoder), "--teacher", f"scripted:{script}"]


def scripted(_: str) -> ScriptedTeacher:
    return ScriptedTeacher(obedient=True)


def test_a_run_prints_its_tables_and_writes_what_they_must_be_read_with(
    given: list[str], tiny_encoder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*given, "--outputs", "2", "--rows", "linguist", "zero-shot", "clasp-ts"], scripted) == 0
    told = capsys.readouterr().out
    assert "[3/7] massive de, seed 0: one-shot + linguist: recall of new intents" in told
    assert "| one-shot + linguist | one-shot |" in told
    assert not (tmp_path / "students.json").exists()
    results = json.loads((tmp_path / "cache" / "partial.json").read_text())["small"]
    (found,) = results.values()
    assert list(results) == [f"cross-lingual, {tiny_encoder.name}"]
    assert (found["partial"], list(found["sets"])) == (True, ["massive", "mtop"])
    assert found["sets"]["massive"]["rows"]["linguist"]["raw"] == 6
    assert found["sets"]["massive"]["encoder_on_test"]["de"]["unknown"] == 0
    assert found["sets"]["mtop"]["test_left_out"] == {"de": 3}
    assert list(found["failed"]) == []
    assert len(found["cells"]) == 7


def test_all_of_a_protocol_goes_among_the_results_and_less_does_not(
    given: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {name: Sizes(3, 4, 5, 2) for name in (MASSIVE, MTOP)}
    less = replace(PROTOCOLS["small"], languages={MASSIVE: ("de",), MTOP: ("de",)}, sizes=few)
    monkeypatch.setitem(PROTOCOLS, "small", less)
    assert main([*given, "--seeds", "3", "--sets", "mtop"], scripted) == 0
    assert not (tmp_path / "students.json").exists()
    (tmp_path / "students.json").write_text(json.dumps({"small": {"pizza": 1}, "full": 2}))
    assert main([*given, "--seeds", "3"], scripted) == 0
    found = json.loads((tmp_path / "students.json").read_text())
    assert (found["full"], found["small"].pop("pizza")) == (2, 1)
    (results,) = found["small"].values()
    assert (results["partial"], len(results["cells"])) == (False, 3 * (5 + 7))


def test_rows_whose_teacher_is_under_terms_are_left_out_and_told_of(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_gemma = [*given[:-1], "gemma3-270m-linguist", "--sets", "massive"]
    assert main(with_gemma, scripted) == 0
    told = capsys.readouterr().out
    assert "Left out, translate: " in told
    assert [line.split(":")[1] for line in told.splitlines() if line.startswith("[")] == [
        " zero-shot",
        " one-shot",
        " real utterances",
    ]


def test_chosen_intents_are_refused_and_so_is_nothing_to_measure(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*given, "--intents", "play_music"], scripted) == 2
    assert "has its own" in capsys.readouterr().err
    assert main([*given, "--sets", "mtop", "--languages", "pt"], scripted) == 2
    assert "nothing to measure" in capsys.readouterr().err


def test_an_encoder_of_letters_reads_letters_alone(tiny_encoder: Path) -> None:
    found = unknown(str(tiny_encoder), {"en": ["two eggs"], "ja": ["卵をください"]})
    assert found["en"] == {"words": 2, "sub_tokens_a_word": 3.5, "unknown": 0.0, "unseen": 0.0}
    assert found["ja"]["unknown"] == 1.0

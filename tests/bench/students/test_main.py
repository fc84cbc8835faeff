"""The whole bench on data of its own: a scripted teacher, a tiny encoder, real students."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from backend.domain.tokens import bio_tags, tokens
from backend.domain.utterance import Utterance
from backend.teacher.scripted import ScriptedTeacher
from bench.students import __main__ as bench
from bench.students import reporting
from bench.students.protocol import PROTOCOLS, Protocol
from tests.backend.students.conftest import said, settings, trips


@pytest.fixture
def run(tiny_encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options of a run whose data, cache and students are tiny."""
    folder = tmp_path / "data" / "snips"
    folder.mkdir(parents=True)
    write(folder / "train.jsonl.gz", trips())
    write(
        folder / "test.jsonl.gz", [said("take me to", "lima", "friday"), Utterance("call off trip 77", "cancel_trip")]
    )
    short = settings(tiny_encoder, passes=1, batch_tokens=512, held_out=0.0)
    short = type(short)(**{**vars(short), "least_steps": 4})
    monkeypatch.setitem(PROTOCOLS, "small", Protocol("small", 12, 8, short, short))
    monkeypatch.setattr(reporting, "RESULTS", tmp_path / "students.json")
    told = ["--data", str(tmp_path / "data"), "--cache", str(tmp_path / "cache"), "--device", "cpu"]
    return [*told, "--side-by-side", "1"]


def write(file: Path, utterances: list[Utterance]) -> None:
    rows = [
        {
            "intent": one.intent,
            "tokens": [token.text for token in tokens(one)],
            "tags": bio_tags(one.spans, tokens(one)),
        }
        for one in utterances
    ]
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))


def scripted(name: str) -> ScriptedTeacher:
    return ScriptedTeacher(obedient=True)


def refused(name: str) -> ScriptedTeacher:
    raise AssertionError(f"{name} is opened although all is cached")


def test_a_run_prints_its_table_and_goes_on_from_its_cache(
    run: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decisions = ["linguist@random-edits:4", "linguist@random-edits:4+rest"]
    rows = ["upsampled", "linguist+filter", "names:linguist", *decisions, "sorcery"]
    some = [*run, "--intents", "book_trip", "--seeds", "1", "--rows", *rows]
    assert bench.main(some, scripted) == 0
    told = capsys.readouterr().out
    assert "Left out, sorcery: there is no method sorcery" in told
    assert "| linguist + filter | seeds upsampled |" in told
    assert not (tmp_path / "students.json").exists()
    results = json.loads((tmp_path / "cache" / "partial.json").read_text())["small"]["new-intent"]
    assert (results["partial"], results["failed"], results["intents"]) == (True, {}, ["book_trip"])
    assert results["rows"]["linguist+filter"]["raw"] == results["rows"]["names:linguist"]["used"] == 8
    decided, with_rest = (results["rows"][name] for name in decisions)
    assert decided["used"] <= 4
    assert with_rest["used"] - decided["used"] == with_rest["yield"]["kept"] - 4
    assert set(results["oracle_on_test"]) == {"intent_accuracy", "slot_f1", "frame_accuracy"}

    assert bench.main(some, refused) == 0
    again = json.loads((tmp_path / "cache" / "partial.json").read_text())["small"]["new-intent"]
    assert again["cells"] == results["cells"]
    assert again["seconds"]["trainings"] == 0
    assert capsys.readouterr().out.count("(cached;") == len(results["cells"]) == 5


def test_a_stop_leaves_with_a_word_and_what_was_done_is_not_done_again(
    run: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    rows = ["--intents", "book_trip", "--seeds", "1", "--rows", "upsampled", "linguist"]
    assert bench.main([*run, *rows], lambda name: stop()) == 130  # type: ignore[arg-type, func-returns-value]
    assert "goes on from here" in capsys.readouterr().err
    assert bench.main([*run, *rows], scripted) == 0
    assert "[1/2] book_trip, seed 0: seeds upsampled" in (out := capsys.readouterr().out)
    assert "(cached; time left not known yet)" in out
    assert [file.name for file in (tmp_path / "cache").iterdir() if file.name.startswith(".")] == []


def test_an_unknown_intent_is_told_with_the_known_ones(run: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main([*run, "--intents", "fly_home"], scripted) == 2
    assert "Use some of: book_trip, cancel_trip." in capsys.readouterr().err

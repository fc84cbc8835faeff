"""The whole bench on data of its own, with a scripted teacher and without an oracle."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.parse_notation import read_parse
from backend.domain.tokens import bio_tags, tokens
from backend.domain.utterance import Utterance
from backend.teacher.protocol import Output
from backend.teacher.scripted import ScriptedTeacher
from bench.methods import __main__ as bench
from bench.methods.reporting import BEGIN, END, with_figures
from bench.methods.round_trip import parse_agreement, parser, sampled
from tests.backend.students.conftest import trips


@pytest.fixture
def run(tmp_path: Path) -> list[str]:
    folder = tmp_path / "data" / "snips"
    folder.mkdir(parents=True)
    for split in ("train", "dev", "test"):
        rows = [
            {
                "intent": one.intent,
                "tokens": [token.text for token in tokens(one)],
                "tags": bio_tags(one.spans, tokens(one)),
            }
            for one in trips()
        ]
        (folder / f"{split}.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    cache = str(tmp_path / "cache")
    return ["--data", str(tmp_path / "data"), "--cache", cache, "--sets", "snips", "--oracle", "0", "--count", "9"]


def scripted(name: str) -> ScriptedTeacher:
    return ScriptedTeacher(obedient=True)


def refused(name: str) -> ScriptedTeacher:
    raise AssertionError(f"{name} is opened although all is cached")


def test_cells_of_two_runs_are_put_together_by_a_third_that_writes_nothing(
    run: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = ["--methods", "linguist", "slot-swap"]
    assert bench.main([*run, *chosen, "--seeds", "0"], scripted) == 0
    assert bench.main([*run, *chosen, "--seeds", "1"], scripted) == 0
    capsys.readouterr()
    assert bench.main([*run, *chosen, "--seeds", "0", "1", "--show", "2"], refused) == 0
    told = capsys.readouterr().out
    assert "left out" not in told.casefold()
    assert "## snips linguist en (smollm2-135m-linguist): 2 of 18 kept" in told
    found = json.loads((tmp_path / "cache" / "partial.json").read_text())
    assert found["partial"] is True
    assert [(row["method"], row["seeds"], row["raw"]) for row in found["rows"]] == [
        ("linguist", [0, 1], 18),
        ("slot-swap", [0, 1], 18),
    ]
    assert found["rows"][0]["yield"] == {"kept": 18}
    assert found["rows"][0]["figures"]["new_texts"] == {"mean": 1, "min": 1, "max": 1}
    assert {one["seed"] for one in found["cells"]} == {0, 1}


def test_a_run_that_was_killed_goes_on_with_the_same_outputs(run: list[str], tmp_path: Path) -> None:
    some = [*run, "--methods", "linguist", "--seeds", "0", "--batch", "4"]
    assert bench.main(some, scripted) == 0
    (file,) = (tmp_path / "cache" / "outputs").glob("*.jsonl")
    whole = [line for line in file.read_text().splitlines() if '"index"' in line]
    file.write_text("\n".join([*file.read_text().splitlines()[:7], '{"index": 5, "ra']))
    assert bench.main(some, scripted) == 0
    assert [line for line in file.read_text().splitlines() if '"index"' in line] == whole


def test_a_teacher_that_is_not_there_leaves_its_rows_out_and_says_so(
    run: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    some = [*run, "--methods", "linguist", "slot-swap", "--seeds", "0", "--teacher", "no such teacher:linguist"]
    some += ["--intents", "CancelTrip", "bookTrip"]
    assert bench.main(some, refused) == 0
    told = capsys.readouterr().out
    assert "Left out, snips linguist (no such teacher): unknown teacher" in told
    assert "| slot-swap | en | none | 2 | 9 |" in told


class Broken(ScriptedTeacher):
    def sample(self, *given: object) -> Iterator[Output]:
        raise Unavailable("teacher that broke down", value="scripted")


def test_a_cell_that_cannot_be_written_is_told_of_and_the_others_are_measured(
    run: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some = [*run, "--methods", "linguist", "grammar", "--seeds", "0"]
    assert bench.main(some, lambda _: Broken(obedient=True)) == 1
    assert "| grammar |" in capsys.readouterr().out
    found = json.loads((tmp_path / "cache" / "partial.json").read_text())
    (why,) = found["left_out"].items()
    assert why[0] == "snips linguist en, seed 0 (smollm2-135m-linguist)"
    assert "broke down" in why[1]


def test_a_parse_that_the_parser_lacks_is_no_agreement() -> None:
    made = Utterance("two pies", "ORDER", parse=read_parse("(ORDER (A two ) (B pies ) )"))
    other = read_parse("(ORDER (B pies ) (A two ) )")
    assert parse_agreement([made, made], [None, made.parse])["round_trip"] == 0.5
    found = parse_agreement([made], [other])
    assert (found["round_trip"], found["round_trip_unordered"], found["round_trip_insensitive"]) == (0, 1, 0)


def test_a_sample_is_the_same_one_in_its_order() -> None:
    every = trips()
    some = sampled(every, 5)
    assert len(some) == 5
    assert some == sampled(every, 5) == tuple(one for one in every if one in some)
    assert sampled(every, 500) == tuple(every)


def test_figures_go_between_their_marks() -> None:
    text = f"# a\n\n{BEGIN}\nold\n{END}\n\nb\n"
    assert with_figures(text, "| new |") == f"# a\n\n{BEGIN}\n\n| new |\n\n{END}\n\nb\n"
    with pytest.raises(InvalidValue, match="without a place"):
        with_figures("# a", "x")


def test_an_unknown_parser_is_told_of(run: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main([*run, "--parser", "no.such:thing"], refused) == 2
    assert "Write MODULE:NAME" in capsys.readouterr().err
    assert parser("json:loads") is json.loads

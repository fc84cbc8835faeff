"""The PIZZA experiment on a task of our own, with a tiny model and a scripted teacher."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import ROUND, read_parse, write_parse
from backend.domain.parse_shape import require_text
from backend.domain.utterance import Utterance
from backend.students.parsing.dealing import dealt
from backend.teacher.scripted import ScriptedTeacher
from backend.teacher.tuning.encoding import Encoded
from bench.pizza import pizza, shots
from bench.students.__main__ import main
from bench.students.pizza_cells import PROTOCOLS
from bench.students.pizza_rows import chosen, from_grammar
from bench.students.sampling import mixed
from tests.backend.students.parsing.conftest import decoder

__all__ = ["decoder"]

SEEDS = (
    "(ORDER get me (PIZZAORDER (NUMBER a ) (SIZE big ) pie with (TOPPING kale ) ) )",
    "(ORDER (PIZZAORDER (NUMBER two ) pies with (TOPPING eggs ) and (TOPPING rice ) ) please )",
)
MORE = ("(ORDER (PIZZAORDER (NUMBER one ) pie and (NOT no (TOPPING corn ) ) ) )",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data" / "pizza"
    data.mkdir(parents=True)
    write(data / "dev.jsonl.gz", [line(one, True) for one in SEEDS] + [line(one, False) for one in MORE])
    write(data / "test.jsonl.gz", [line(one, False) for one in (*SEEDS, *MORE)])
    surfaces = [("topping", "figs"), ("topping", "kelp"), ("size", "enormous"), ("size", "tiny")]
    write(data / "catalogs.jsonl.gz", [{"catalog": name, "surface": said} for name, said in surfaces])
    return data


def line(written: str, is_seed: bool) -> dict[str, object]:
    return {"text": read_parse(written).text, "parse": written, "clasp_16": is_seed}


def write(file: Path, lines: list[dict[str, object]]) -> None:
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(one) + "\n" for one in lines)


def test_the_seeds_are_those_that_are_marked_and_labels_have_their_catalogues(folder: Path) -> None:
    task = pizza(folder, 2)
    assert shots(folder) == [0, 1]
    assert [write_parse(seed.parse, ROUND) for seed in task.seeds] == list(SEEDS)  # type: ignore[arg-type]
    assert task.parses.label("TOPPING").catalogue == ("figs", "kelp")
    assert len(task.test) == 2
    assert pizza(folder, 2).test == task.test


def test_the_grammar_writes_new_orders_of_the_schema_with_articles_that_agree(folder: Path) -> None:
    task = pizza(folder)
    made = from_grammar(task.seeds, task.parses, 12, 0)
    assert len({one.text for one in made}) == len(made) > 6
    assert made == from_grammar(task.seeds, task.parses, 12, 0)
    for one in made:
        assert one.parse is not None
        task.parses.require(one.parse)
        require_text(one.parse, one.text, task.parses)
        assert "a enormous" not in one.text
    assert any("an enormous" in one.text for one in made)


def test_seeds_only_are_always_measured_and_unknown_rows_are_refused() -> None:
    assert [row.key for row in chosen(["clasp-rs"])] == ["seeds", "clasp-rs"]
    assert [row.title for row in chosen(None)][-1] == "clasp-rs + clasp-gb + recombine"
    with pytest.raises(InvalidValue):
        chosen(["linguist"])


@pytest.mark.parametrize("name", ["small", "full"])
def test_every_row_is_about_as_many_steps_each_of_several_seeds_or_outputs(name: str) -> None:
    """With texts as long as PIZZA's: a step of copies of one seed unlearns the others."""
    protocol = PROTOCOLS[name]
    counts = []
    for written in (0, protocol.outputs, protocol.free, 2 * protocol.outputs + protocol.free):
        shown = mixed(orders("seed", 16), orders("output", written), protocol.size, Random(0))
        read = [Encoded((number(one),), (0,) * (60 + 5 * (number(one) % 10))) for one in shown]
        student = protocol.student
        steps = dealt(read, student.passes, student.least_steps, student.batch_tokens, Random(0))
        assert all(len(set(step)) == len(step) for step in steps)
        assert sum(len(step) > 1 for step in steps) > 0.9 * len(steps)
        counts.append(len(steps))
    assert min(counts) > 100
    assert max(counts) < 1.5 * min(counts), counts  # the seeds alone have most, none is short of steps


def orders(named: str, count: int) -> tuple[Utterance, ...]:
    return tuple(Utterance(f"{named} {at}", "ORDER") for at in range(count))


def number(one: Utterance) -> int:
    """Another one for every text."""
    named, at = one.text.split()
    return int(at) + (10**6 if named == "output" else 0)


def test_cells_are_generated_trained_and_measured_once(
    folder: Path, decoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEACHSET_DATA_DIR", str(tmp_path / "var"))
    quick = replace(PROTOCOLS["small"], size=8, student=replace(PROTOCOLS["small"].student, passes=1, rank=4))
    monkeypatch.setitem(PROTOCOLS, "small", quick)
    reply = "[ORDER get me [PIZZAORDER [NUMBER a ] [SIZE big ] pie with [TOPPING figs ] ] ]"
    out = tmp_path / "results.json"
    given = ["--experiment", "pizza", "--data", str(folder.parent), "--cache", str(tmp_path / "cache")]
    given += ["--rows", "grammar", "recombine", "clasp-gb", "--outputs", "4", "--seeds", "1", "--base", str(decoder)]
    given += ["--out", str(out), "--device", "cpu", "--teacher", "scripted:none"]
    assert main(given, lambda _name: ScriptedTeacher([reply])) == 0
    found = json.loads(out.read_text(encoding="utf-8"))["small"]["pizza"]
    assert found["partial"]
    assert found["test"] == 3
    assert [row["title"] for row in found["rows"].values()] == ["seeds only", "grammar", "recombine", "clasp-gb"]
    assert found["rows"]["clasp-gb"]["yield"]["kept"] == 1
    assert found["rows"]["recombine"]["yield"]["kept"] == 4
    assert found["rows"]["clasp-gb"]["used"] == 1
    assert set(found["rows"]["grammar"]["minus_seeds"]) == {"difference", "p", "test"}
    capsys.readouterr()
    assert main(given, lambda _name: ScriptedTeacher([reply])) == 0
    assert capsys.readouterr().out.count("(cached") == 4

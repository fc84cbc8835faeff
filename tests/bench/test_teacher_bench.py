from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.teacher.scripted import ScriptedTeacher
from bench import teacher as teacher_bench
from bench.snips import NewIntent
from bench.teacher import Bench

SEEDS = (
    Utterance("a table in oslo", "book", "en", (Span(11, 15, "city"),)),
    Utterance("find me a table in lima please", "book", "en", (Span(19, 23, "city"),)),
)
BOOK = NewIntent("book", Schema((Intent("book", "", ("city",)),), (Slot("city"),)), SEEDS, SEEDS)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[ScriptedTeacher]:
    """Every teacher that the bench has opened; one intent is its data."""
    teachers: list[ScriptedTeacher] = []

    def open_one(*_: object, **__: object) -> ScriptedTeacher:
        teachers.append(ScriptedTeacher(obedient=True))
        return teachers[-1]

    monkeypatch.setattr(teacher_bench, "open_teacher", open_one)
    monkeypatch.setattr(teacher_bench, "new_intents", lambda draw, data: (BOOK,))
    return teachers


def bench(cache: Path) -> Bench:
    return Bench("scripted", "tuned", argparse.Namespace(seeds=2, data=Path("nowhere"), cache=cache))


def test_a_run_that_was_stopped_writes_only_what_is_not_there(opened: list[ScriptedTeacher], tmp_path: Path) -> None:
    first = next(bench(tmp_path / "cache").draws(is_held=True, count=6))
    assert len(first[0].written) == 6
    both = list(bench(tmp_path / "cache").draws(is_held=True, count=6))
    assert both[0][0].written == first[0].written
    warm_up_and_second_draw = 2
    assert [len(one.history) for one in opened] == [2, warm_up_and_second_draw]
    whole = list(bench(tmp_path / "cache").draws(is_held=True, count=6))
    assert len(opened) == 2
    assert [part.written for parts in whole for part in parts] == [part.written for parts in both for part in parts]


def test_the_card_is_of_whoever_wrote_though_nothing_was_opened(opened: list[ScriptedTeacher], tmp_path: Path) -> None:
    list(bench(tmp_path / "cache").draws(is_held=True, count=3))
    again = bench(tmp_path / "cache")
    list(again.draws(is_held=True, count=3))
    assert (again.card["name"], len(opened)) == (opened[0].card.name, 1)


def test_rows_free_and_held_are_kept_apart(opened: list[ScriptedTeacher], tmp_path: Path) -> None:
    list(bench(tmp_path / "cache").draws(is_held=True, count=3))
    list(bench(tmp_path / "cache").draws(is_held=False, count=3))
    grammars = [{order.grammar is not None for order in orders} for one in opened for orders, _, _ in one.history[1:]]
    assert grammars == [{True}] * 2 + [{False}] * 2


def test_each_protocol_has_its_own_counts_and_its_rows_stay_beside_those_of_the_other(
    opened: list[ScriptedTeacher], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = tmp_path / "teacher.json"
    results.write_text('{"peers": {"date": "today"}}')
    monkeypatch.setattr(teacher_bench, "RESULTS", results)
    monkeypatch.setattr(teacher_bench, "PROTOCOLS", {"small": {"untuned": 4, "tuned": 6}, "full": {"tuned": 9}})
    for given in (["--rows", "untuned", "tuned"], ["--protocol", "full", "--rows", "tuned"]):
        monkeypatch.setattr("sys.argv", ["bench.teacher", *given, "--seeds", "2", "--cache", str(tmp_path / "cache")])
        teacher_bench.main()
    made = json.loads(results.read_text())
    raw = {
        protocol: {name: row["raw"] for name, row in made[protocol]["rows"].items()} for protocol in ("small", "full")
    }
    assert raw == {"small": {"untuned": 8, "tuned": 12}, "full": {"tuned": 18}}
    command = 'python -m bench.teacher --protocol full --rows "tuned" --count 9 --seeds 2'
    assert made["full"]["rows"]["tuned"]["command"] == command
    assert made["peers"] == {"date": "today"}

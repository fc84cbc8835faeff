from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.teacher.protocol import Teacher
from backend.teacher.scripted import ScriptedTeacher
from bench.students import generated
from bench.students.generated import Generator
from bench.students.rows import row
from bench.students.sampling import Case


class Opened:
    """Opens one scripted teacher, and counts how often."""

    def __init__(self) -> None:
        self.teacher = ScriptedTeacher(obedient=True)
        self.names: list[str] = []

    def __call__(self, name: str) -> Teacher:
        self.names.append(name)
        return self.teacher


def only_file(folder: Path) -> Path:
    (file,) = folder.glob("*.jsonl")
    return file


def test_outputs_are_those_of_the_product_s_pipeline_with_its_checks(case: Case, tmp_path: Path) -> None:
    opened = Opened()
    written = Generator("scripted", opened, tmp_path).write(case, row("linguist"), 10)
    assert written.yields == {"kept": 10}
    assert all(one.intent == "book_trip" and one.spans for one in written.utterances)
    (orders, _, _) = opened.teacher.history[0]
    assert orders[0].grammar is not None
    assert {one.text for one in orders[0].prompt.examples} == {one.text for one in case.new.seeds}


def test_what_is_cached_is_not_written_again_and_no_teacher_is_loaded(case: Case, tmp_path: Path) -> None:
    first = Generator("scripted", Opened(), tmp_path).write(case, row("linguist"), 10)
    again, opened = Generator("scripted", Opened(), tmp_path), Opened()
    again.opened = opened
    assert again.write(case, row("linguist"), 10) == first
    assert (again.written, opened.names) == (0, [])


def test_a_run_that_was_killed_goes_on_with_the_same_outputs(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generated, "BATCH", 4)
    whole = Generator("scripted", Opened(), tmp_path / "whole").write(case, row("linguist"), 10)
    Generator("scripted", Opened(), tmp_path / "torn").write(case, row("linguist"), 10)
    file = only_file(tmp_path / "torn")
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines[:7], lines[7][:20]]), encoding="utf-8")
    going_on = Generator("scripted", Opened(), tmp_path / "torn")
    assert going_on.write(case, row("linguist"), 10) == whole
    assert going_on.written == 5


def test_another_seed_count_method_or_teacher_is_another_file(case: Case, tmp_path: Path) -> None:
    generator = Generator("scripted", Opened(), tmp_path)
    for one, name, count in [
        (case, "linguist", 6),
        (case, "linguist", 7),
        (replace(case, draw=1), "linguist", 6),
        (case, "names:linguist", 6),
        (case, "slot-swap", 6),
    ]:
        generator.write(one, row(name), count)
    Generator("another", Opened(), tmp_path).write(case, row("linguist"), 6)
    assert len(list(tmp_path.glob("*.jsonl"))) == 6


def test_a_row_with_more_new_values_asks_for_them(case: Case, tmp_path: Path) -> None:
    generator = Generator("scripted", Opened(), tmp_path)
    usual, more = (generator.request(case, row(name), 6) for name in ("linguist", "more:linguist"))
    assert more == replace(usual, more_new_values=True)


def test_from_names_alone_no_seed_is_shown(case: Case, tmp_path: Path) -> None:
    opened = Opened()
    written = Generator("scripted", opened, tmp_path).write(case, row("names:linguist"), 8)
    (orders, _, _) = opened.teacher.history[0]
    assert not any(order.prompt.examples for order in orders)
    assert not any(seed.text in order.prompt.text for order in orders for seed in case.new.seeds)
    assert written.utterances


def test_a_method_without_a_teacher_opens_none_and_repeats_no_seed(case: Case, tmp_path: Path) -> None:
    opened = Opened()
    written = Generator("scripted", opened, tmp_path).write(case, row("slot-swap"), 30)
    assert opened.names == []
    texts = {normalised(one.text) for one in written.utterances}
    assert len(texts) == len(written.utterances) == written.yields["kept"] > 0
    assert not texts & {normalised(seed.text) for seed in case.new.seeds}


def test_what_was_dropped_is_kept_in_the_cache_with_its_reason(case: Case, tmp_path: Path) -> None:
    opened = Opened()
    opened.teacher = ScriptedTeacher([f"{case.new.seeds[0].text}", "one [1 thing"])
    written = Generator("scripted", opened, tmp_path).write(case, row("linguist"), 12)
    assert written.utterances == ()
    assert set(written.yields) <= {"well-formed", "labels-as-asked", "copy"}
    about, *lines = [json.loads(line) for line in only_file(tmp_path).read_text(encoding="utf-8").splitlines()]
    assert about["teacher"]["name"] == "scripted"
    assert [line["index"] for line in lines if "index" in line] == list(range(12))
    assert all(line["dropped_for"] for line in lines if "index" in line)
    assert [line["batch"] for line in lines if "batch" in line] == [0]


def test_an_unknown_method_is_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="unknown method"):
        Generator("scripted", Opened(), tmp_path).write(case, row("sorcery"), 3)

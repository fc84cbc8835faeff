"""Which teachers a worker keeps open beside each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.teacher.adapter import CARD, CONFIG, WEIGHTS
from jobs import keeping
from jobs.keeping import drop_teacher, is_kept, keep_teacher
from jobs.settings import Settings

TUNED, BASE, OTHER = "smollm2-135m-linguist", "smollm2-135m-instruct", "organisation/model"


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the teachers that were loaded, in order."""
    names: list[str] = []
    monkeypatch.setattr(keeping, "open_teacher", lambda name, **_: names.append(name))
    drop_teacher()
    yield names
    drop_teacher()


def kept(*names: str) -> list[bool]:
    return [is_kept(name, Settings()) for name in names]


def test_a_packaged_teacher_and_its_base_are_loaded_once_however_often_they_take_turns(opened: list[str]) -> None:
    for name in (TUNED, BASE, TUNED, BASE):
        keep_teacher(name, Settings())
    assert opened == [TUNED, BASE]


def test_any_other_teacher_takes_the_place_of_what_is_open() -> None:
    for name in (TUNED, BASE, OTHER):
        keep_teacher(name, Settings())
    assert kept(TUNED, BASE, OTHER) == [False, False, True]


def test_an_adapter_on_a_model_of_unknown_size_is_not_kept_beside_it(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("{}")
    (tmp_path / CARD).write_text(json.dumps({"base": OTHER}))
    for name in (str(tmp_path), OTHER):
        keep_teacher(name, Settings())
    assert kept(str(tmp_path), OTHER) == [False, True]


def test_a_folder_that_is_made_anew_under_its_name_is_loaded_anew(tmp_path: Path, opened: list[str]) -> None:
    name = str(tmp_path)
    (tmp_path / CONFIG).write_text("{}")
    (tmp_path / CARD).write_text(json.dumps({"base": BASE}))
    (tmp_path / WEIGHTS).write_bytes(b"first")
    keep_teacher(name, Settings())
    assert kept(name) == [True]
    (tmp_path / WEIGHTS).write_bytes(b"other weights")
    assert kept(name) == [False]
    for _ in range(2):
        keep_teacher(name, Settings())
    assert opened == [name, name]


def test_an_adapter_whose_base_is_made_anew_is_loaded_anew(tmp_path: Path) -> None:
    base, tuned = tmp_path / "base", tmp_path / "tuned"
    for folder in (base, tuned):
        folder.mkdir()
    (base / "model.safetensors").write_bytes(b"first")
    (tuned / CONFIG).write_text("{}")
    (tuned / CARD).write_text(json.dumps({"base": str(base)}))
    keep_teacher(str(tuned), Settings())
    assert kept(str(tuned)) == [True]
    (base / "model.safetensors").write_bytes(b"other weights")
    assert kept(str(tuned)) == [False]


def test_a_script_that_is_changed_is_read_anew(tmp_path: Path) -> None:
    script = tmp_path / "said.json"
    script.write_text("{}")
    keep_teacher(f"scripted:{script}", Settings())
    script.write_text('{"obedient": true}')
    assert kept(f"scripted:{script}") == [False]


def test_of_two_adapters_on_one_base_the_last_is_kept(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("{}")
    (tmp_path / CARD).write_text(json.dumps({"base": BASE}))
    for name in (TUNED, BASE, str(tmp_path)):
        keep_teacher(name, Settings())
    assert kept(TUNED, BASE, str(tmp_path)) == [False, True, True]

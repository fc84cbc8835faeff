"""Which teachers a worker keeps open beside each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.teacher.adapter import CARD, CONFIG
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


def test_of_two_adapters_on_one_base_the_last_is_kept(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("{}")
    (tmp_path / CARD).write_text(json.dumps({"base": BASE}))
    for name in (TUNED, BASE, str(tmp_path)):
        keep_teacher(name, Settings())
    assert kept(TUNED, BASE, str(tmp_path)) == [False, True, True]

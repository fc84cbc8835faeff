"""A method is a module: nothing else has to name it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import backend.methods
from backend.domain.errors import Conflict, InvalidValue
from backend.methods import method, methods, writes_parses
from backend.methods.registry import found_in

SHOUTED = """
from backend.methods.slot_swap import SlotSwap


class Shouted(SlotSwap):
    name = "{name}"
    place = {place}


METHOD = Shouted()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A further folder of `backend.methods`, empty."""
    made = tmp_path / "methods"
    made.mkdir()
    monkeypatch.setattr(backend.methods, "__path__", [*backend.methods.__path__, str(made)])
    yield made
    for name in ("shouted", "shouted_again"):
        sys.modules.pop(f"backend.methods.{name}", None)


def test_a_file_more_is_a_method_more_where_its_place_says(folder: Path) -> None:
    (folder / "shouted.py").write_text(SHOUTED.format(name="shouted", place=15))
    found = list(found_in("backend.methods", backend.methods.__path__))
    assert found[:3] == ["linguist", "shouted", "paraphrase"]
    assert len(found) == len(methods()) + 1


def test_two_files_with_one_name_are_refused(folder: Path) -> None:
    (folder / "shouted.py").write_text(SHOUTED.format(name="shouted", place=15))
    (folder / "shouted_again.py").write_text(SHOUTED.format(name="shouted", place=25))
    with pytest.raises(Conflict, match="two methods of one name 'shouted'"):
        found_in("backend.methods", backend.methods.__path__)


def test_methods_are_offered_slots_first_and_by_their_places() -> None:
    assert [one.name for one in methods(parses=False)] == [
        "linguist",
        "paraphrase",
        "back-translate",
        "translate",
        "slot-swap",
        "grammar",
    ]
    assert [one.name for one in methods(parses=True)] == ["clasp-rs", "clasp-ts", "clasp-gb", "clasp-tb", "recombine"]
    assert methods() == (*methods(parses=False), *methods(parses=True))


def test_each_method_says_what_it_writes() -> None:
    assert writes_parses("clasp-gb")
    assert not writes_parses("linguist")


def test_an_unknown_method_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidValue, match=r"unknown method 'lingvist'.*linguist, paraphrase"):
        method("lingvist")

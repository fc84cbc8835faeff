"""A method is a module: nothing else has to name it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import backend.methods
from backend.domain.errors import Conflict, InvalidValue
from backend.domain.parse_schema import ParseForm
from backend.methods import method, methods, methods_for, require_form, writes_parses
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
    assert [one.name for one in methods_for(None)] == [
        "linguist",
        "paraphrase",
        "back-translate",
        "translate",
        "slot-swap",
        "grammar",
    ]
    of_parses = ["recombine", "clasp-rs", "clasp-ts", "clasp-gb", "clasp-tb"]
    assert [one.name for one in methods_for("top")] == of_parses
    assert [one.name for one in methods_for("exr")] == of_parses[1:]
    assert methods() == (*methods_for(None), *methods_for("decoupled"))


def test_each_method_says_what_it_writes() -> None:
    assert writes_parses("clasp-gb")
    assert not writes_parses("linguist")


@pytest.mark.parametrize(
    ("name", "form", "problem"),
    [
        ("linguist", "top", "method that writes slots, in a project of parses"),
        ("clasp-rs", None, "method that writes parses, in a project of slots"),
        ("recombine", "exr", "method that writes no parses of the form exr"),
    ],
)
def test_a_method_for_other_projects_is_refused_with_those_for_this_one(
    name: str, form: ParseForm | None, problem: str
) -> None:
    with pytest.raises(InvalidValue, match=problem) as refused:
        require_form(name, form)
    usual = methods_for(form)[0].name
    assert f"Use one of: {usual}, " in str(refused.value)
    require_form(usual, form)


def test_an_unknown_method_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidValue, match=r"unknown method 'lingvist'.*linguist, paraphrase"):
        method("lingvist")

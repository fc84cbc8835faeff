"""Which teacher writes for what, and which cells that makes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from backend.teacher.no_teacher import NO_TEACHER
from backend.teacher.packaged import CLASP_TEACHER, DEFAULT_TEACHER, MULTILINGUAL_BASE, UNTUNED_TEACHER
from bench.methods import teachers
from bench.methods.options import options
from bench.methods.teachers import Cell, Choice, cells, choice, lacking, teachers_of


@pytest.mark.parametrize(
    ("given", "name", "methods"),
    [
        ("some/model", "some/model", ()),
        ("some/model:translate", "some/model", ("translate",)),
        ("var/tuned/mine:linguist,mtop/clasp-ts", "var/tuned/mine", ("linguist", "mtop/clasp-ts")),
        ("openai:small@http://127.0.0.1:8000/v1", "openai:small@http://127.0.0.1:8000/v1", ()),
        ("openai:small@http://127.0.0.1:8000/v1:translate", "openai:small@http://127.0.0.1:8000/v1", ("translate",)),
        ("some/model:pizza/translate", "some/model:pizza/translate", ()),
    ],
)
def test_methods_follow_the_last_colon_of_a_name(given: str, name: str, methods: tuple[str, ...]) -> None:
    assert choice(given) == Choice(name, methods)


def test_a_teacher_without_a_name_is_refused() -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="without a name"):
        choice("  ")


def test_who_names_most_of_it_writes_and_two_who_name_the_same_both_do() -> None:
    chosen = [Choice("any"), Choice("a", ("translate",)), Choice("b", ("mtop/translate",)), Choice("c", ("translate",))]
    assert teachers_of("mtop", "translate", chosen) == ("b",)
    assert teachers_of("massive", "translate", chosen) == ("a", "c")
    assert teachers_of("massive", "linguist", chosen) == ("any",)
    assert teachers_of("snips", "slot-swap", chosen) == (NO_TEACHER,)


def test_without_a_choice_a_method_has_the_teacher_that_was_tuned_on_it_or_the_untuned_one() -> None:
    assert teachers_of("snips", "linguist", []) == (DEFAULT_TEACHER,)
    assert teachers_of("snips", "paraphrase", []) == (UNTUNED_TEACHER,)
    assert teachers_of("pizza", "clasp-rs", []) == (CLASP_TEACHER,)


def test_a_run_has_96_cells_and_options_choose_among_them() -> None:
    assert len(cells(options("", []))) == 96
    some = cells(options("", ["--sets", "massive", "--methods", "translate", "--languages", "ja", "--seeds", "4"]))
    assert some == (Cell(UNTUNED_TEACHER, "massive", "translate", "ja", 4),)


def test_style_and_new_intents_are_as_the_teacher_s_card_says(tmp_path: Path) -> None:
    data = {"intents": {"play_music": 9}}
    (tmp_path / "teachset.json").write_text(json.dumps({"method": "linguist", "style": "tuned", "data": data}))
    cell = Cell(str(tmp_path), "snips", "linguist", "en", 0)
    assert (cell.style, cell.shown_teacher) == ("tuned", tmp_path.name)
    assert not cell.is_new("PlayMusic")
    assert cell.is_new("RateBook")
    assert Cell(str(tmp_path), "snips", "paraphrase", "en", 0).style == "instruct"
    assert Cell(NO_TEACHER, "snips", "grammar", "en", 0).is_new("PlayMusic")


def test_a_teacher_that_is_not_there_is_told_of() -> None:
    assert list(lacking([NO_TEACHER, "no such teacher"], agreed=False)) == ["no such teacher"]


def test_a_teacher_under_terms_is_left_out_until_they_are_agreed_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teachers, "check_name", lambda _: None)
    assert "--agree" in lacking([MULTILINGUAL_BASE, UNTUNED_TEACHER], agreed=False).pop(MULTILINGUAL_BASE)
    assert lacking([MULTILINGUAL_BASE, UNTUNED_TEACHER], agreed=True) == {}

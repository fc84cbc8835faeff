"""Terms of weights: nothing is used under them before somebody has agreed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from backend.domain.errors import Unavailable
from backend.domain.request import Request
from backend.teacher import packaged
from backend.teacher.adapter import CARD, CONFIG
from backend.teacher.packaged import MULTILINGUAL_BASE, packaged_teacher
from jobs.generating import choose_teacher, order_generation
from jobs.settings import Settings
from jobs.teachers import teacher_view
from jobs.terms import agree, terms_to_agree
from jobs.tuning import check_base
from storage.engine import Store
from storage.projects import project_by_id
from storage.tables import Project


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The multilingual teacher's parts are there as far as a look goes; nothing here reads them."""
    monkeypatch.syspath_prepend(tmp_path)
    for module, file in packaged_teacher(MULTILINGUAL_BASE).weights.parts:
        part = tmp_path / module / file
        part.parent.mkdir(parents=True)
        part.write_bytes(b"GGUF")
        (tmp_path / module / "__init__.py").write_text("")


def teacher_of(store: Store, project: Project) -> str:
    with store.read() as session:
        return project_by_id(project.id, session=session).teacher


@pytest.mark.usefixtures("installed")
def test_a_teacher_under_terms_is_used_for_nothing_before_they_are_agreed_to(store: Store, project: Project) -> None:
    for use in (
        lambda: choose_teacher(store, project.id, MULTILINGUAL_BASE),
        lambda: order_generation(store, project.id, Request("book_trip", "en"), teacher=MULTILINGUAL_BASE),
        lambda: check_base(MULTILINGUAL_BASE, Settings()),
    ):
        with pytest.raises(Unavailable, match=r"https://ai\.google\.dev/gemma/terms"):
            use()
    assert teacher_of(store, project) == project.teacher


@pytest.mark.usefixtures("installed")
def test_an_agreement_is_remembered_for_all_that_is_made_of_the_weights(
    store: Store, project: Project, tmp_path: Path
) -> None:
    tuned = tmp_path / "tuned"
    tuned.mkdir()
    (tuned / CONFIG).write_text("{}")
    (tuned / CARD).write_text(json.dumps({"base": MULTILINGUAL_BASE}))
    terms = terms_to_agree(str(tuned), Settings())
    assert terms is not None
    choose_teacher(store, project.id, MULTILINGUAL_BASE, agreed=terms)
    assert teacher_of(store, project) == MULTILINGUAL_BASE
    assert terms_to_agree(str(tuned), Settings()) is None
    check_base(MULTILINGUAL_BASE, Settings())
    written = (Settings().data_dir / "agreed-terms.json").read_text(encoding="utf-8")
    agree(terms, Settings())
    assert (Settings().data_dir / "agreed-terms.json").read_text(encoding="utf-8") == written


def test_nothing_is_agreed_to_for_a_teacher_that_is_not_installed(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = packaged_teacher(MULTILINGUAL_BASE)
    gone = replace(known, weights=replace(known.weights, parts=(("no_such_module_here", "part"),)))
    monkeypatch.setattr(packaged, "PACKAGED", (gone,))
    terms = terms_to_agree(MULTILINGUAL_BASE, Settings())
    with pytest.raises(Unavailable, match="make multilingual"):
        choose_teacher(store, project.id, MULTILINGUAL_BASE, agreed=terms)
    assert terms_to_agree(MULTILINGUAL_BASE, Settings()) == terms


def test_a_damaged_note_of_agreements_agrees_to_nothing(data_dir: Path) -> None:
    (data_dir / "agreed-terms.json").write_text("[")
    assert terms_to_agree(MULTILINGUAL_BASE, Settings()) is not None


def test_a_view_says_the_terms() -> None:
    assert "https://ai.google.dev/gemma/terms" in teacher_view(MULTILINGUAL_BASE).licence

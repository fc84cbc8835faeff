"""A piece of a text is found in any case of any script, on both databases."""

from __future__ import annotations

import pytest

from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.history import HistoryFilter, find_history
from storage.tables import Project
from tests.conftest import pending
from tests.postgres import on_both
from tests.storage.reviewing import decided

TEXTS = ("Über die Straße", "Лети в Москва", "École fermée", "İstanbul'a git", "Οδός 100%", "fly_to QUITO")


def found(store: Store, project: Project, search: str) -> list[str]:
    with store.read() as session:
        return [one.text for one in find_examples(project.id, ExampleFilter(search=search), session=session)]


@on_both
@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("über", "Über die Straße"),
        ("STRASSE", "Über die Straße"),
        ("STRAẞE", "Über die Straße"),
        ("москва", "Лети в Москва"),
        ("ЛЕТИ", "Лети в Москва"),
        ("école", "École fermée"),
        ("FERMÉE", "École fermée"),
        ("istanbul", "İstanbul'a git"),
        ("ΟΔΌΣ", "Οδός 100%"),
        ("quito", "fly_to QUITO"),
        ("0%", "Οδός 100%"),
        ("Y_T", "fly_to QUITO"),
    ],
)
def test_a_text_is_found_by_a_piece_in_any_case(store: Store, project: Project, search: str, text: str) -> None:
    pending(store, project, *TEXTS)
    assert found(store, project, search) == [text]


@on_both
@pytest.mark.parametrize("search", ["%", "y t", "l_ti", "ecole", "\\", "'"])
def test_signs_and_accents_stand_for_themselves(store: Store, project: Project, search: str) -> None:
    pending(store, project, *TEXTS)
    assert found(store, project, search) == [text for text in TEXTS if search in text]


@on_both
def test_a_decision_is_found_by_what_its_text_was_in_any_case(store: Store, project: Project) -> None:
    one, _ = pending(store, project, "École fermée", "Лети в Москва")
    decided(store, one, "edit", by="ada", edit=Utterance("Lycée fermé", one.intent, one.language))
    with store.read() as session:
        for search in ("école", "LYCÉE"):
            entries = find_history(project.id, HistoryFilter(search=search), limit=5, session=session)
            assert [entry.example.text for entry in entries] == ["Lycée fermé"]

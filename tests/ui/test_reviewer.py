"""Whose name decisions carry."""

from __future__ import annotations

import pytest
import streamlit as st

from storage.decisions import decisions_of
from storage.engine import Store
from storage.tables import Project
from tests.conftest import pending
from tests.ui.conftest import OpenPage, texts
from ui.review_decisions import apply_entries
from ui.reviewer import signed_in_name

UID = "0f6b3f52-9d3a-4a06-8d52-4c2d9a6a3f10"


class User:
    def __init__(self, **claims: object) -> None:
        self.claims = claims

    def to_dict(self) -> dict[str, object]:
        return self.claims


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "user", User(is_logged_in=True, email="ada@example.invalid", name="Ada"))


def test_the_typed_name_is_stripped_and_kept_on_other_pages(open_page: OpenPage, project: Project) -> None:
    app = open_page("review", "Travel", reviewer="  mira ")
    assert "Others get other cards" in texts(app)
    assert {link.proto.query_string for link in app.sidebar.get("page_link")} == {"project=Travel&reviewer=mira"}
    app.text_input(key="reviewer").set_value("noor").run()
    assert {link.proto.query_string for link in app.sidebar.get("page_link")} == {"project=Travel&reviewer=noor"}
    app.switch_page("ui/pages/dataset.py").run()
    assert {link.proto.query_string for link in app.sidebar.get("page_link")} == {"project=Travel&reviewer=noor"}


def test_the_dataset_page_decides_in_the_name_that_was_typed(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    (row,) = pending(store, project, "one")
    app = open_page("review", "Travel", reviewer="mira")
    app.switch_page("ui/pages/dataset.py")
    app.query_params["example"] = str(row.id)
    app.run()
    app.button(key=f"accept.{row.id}.1").click().run()
    with store.read() as session:
        assert decisions_of(row.id, session=session)[0].reviewer == "mira"


def test_whoever_is_logged_in_is_named_and_the_name_is_not_changed(
    open_page: OpenPage, project: Project, signed_in: None
) -> None:
    app = open_page("review", "Travel", reviewer="mira")
    field = app.text_input(key="reviewer-signed-in")
    assert (field.value, field.disabled) == ("ada@example.invalid", True)


@pytest.mark.parametrize("page", ["review", "agreement", "dataset", "history", "schema", "export"])
def test_an_address_with_a_name_keeps_it_and_shows_it_on_every_page(
    page: str, open_page: OpenPage, project: Project
) -> None:
    app = open_page(page, "Travel", reviewer="ada")
    assert app.text_input(key="reviewer").value == "ada"
    assert app.query_params["reviewer"] == "ada"
    assert {link.proto.query_string for link in app.sidebar.get("page_link")} == {"project=Travel&reviewer=ada"}


def test_after_a_reload_of_the_dataset_page_the_name_is_still_there(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    (row,) = pending(store, project, "one")
    app = open_page("review", "Travel", reviewer="cleo")
    app.switch_page("ui/pages/dataset.py").run()
    kept = dict(app.query_params.items())
    again = open_page("dataset", kept.pop("project"), **kept, example=str(row.id))
    again.button(key=f"reject.{row.id}.1").click().run()
    with store.read() as session:
        assert [one.reviewer for one in decisions_of(row.id, session=session)] == ["cleo"]


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({}, ""),
        ({"is_logged_in": False, "email": "a@example.invalid"}, ""),
        ({"is_logged_in": True, "name": " Ada \n"}, "Ada"),
        ({"is_logged_in": True, "email": None, "sub": "42"}, "42"),
        ({"is_logged_in": True, "email": "x" * 99}, "x" * 64),
    ],
)
def test_the_name_of_who_is_logged_in(claims: dict[str, object], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "user", User(**claims))
    assert signed_in_name() == name


def test_whoever_is_logged_in_decides_under_no_other_name(store: Store, project: Project) -> None:
    (row,) = pending(store, project, "one")
    entry = {"uid": UID, "kind": "accept", "example": row.id, "version": 1, "reviewer": "ben"}
    apply_entries(store, project.id, {"entries": [entry]}, signed_in="ada")
    with store.read() as session:
        assert [one.reviewer for one in decisions_of(row.id, session=session)] == ["ada"]

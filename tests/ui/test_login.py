"""What somebody who has not logged in is offered."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from storage.tables import Project
from tests.ui.conftest import ROOT, texts
from tests.ui.test_reviewer import User

SHARED = {"redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "x"}
ONE = {"client_id": "a", "client_secret": "b", "server_metadata_url": "http://127.0.0.1:9/"}


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch, project: Project) -> AppTest:
    """The app of a server with a login, in the project's address, before anybody has logged in."""
    monkeypatch.setattr(st, "user", User(is_logged_in=False))
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.query_params["project"] = project.name
    return app


def test_the_one_provider_has_one_button_and_no_project_is_named(nobody: AppTest, project: Project) -> None:
    nobody.secrets["auth"] = {**SHARED, **ONE}
    nobody.run()
    assert [button.label for button in nobody.button] == ["Log in"]
    assert project.name not in texts(nobody)
    assert not nobody.sidebar.get("page_link")


def test_each_of_several_providers_has_a_button(nobody: AppTest) -> None:
    nobody.secrets["auth"] = {**SHARED, "work": ONE, "guests": ONE}
    nobody.run()
    assert [button.label for button in nobody.button] == ["Log in with work", "Log in with guests"]


def test_whoever_is_logged_in_may_log_out(monkeypatch: pytest.MonkeyPatch, nobody: AppTest) -> None:
    monkeypatch.setattr(st, "user", User(is_logged_in=True, email="ada@example.invalid"))
    nobody.run()
    assert nobody.button(key="logout").label == "Log out"
    assert nobody.sidebar.get("page_link")

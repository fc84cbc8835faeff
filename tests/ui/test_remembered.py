"""The cookie that a reviewer's name is remembered in, and the session that begins with it."""

from __future__ import annotations

import asyncio

import pytest
import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

from storage.tables import Project
from tests.ui.conftest import OpenPage
from ui.remembered import COOKIE, PATH, REMEMBER_ROUTE


def answer(query: str, *, site: str | None = "same-origin") -> Response:
    headers = [] if site is None else [(b"sec-fetch-site", site.encode())]
    scope = {"type": "http", "method": "GET", "scheme": "http", "server": ("127.0.0.1", 8501)}
    scope |= {"path": PATH, "query_string": query.encode(), "headers": headers}
    made: Response = asyncio.run(REMEMBER_ROUTE.endpoint(Request(scope)))
    return made


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    held: dict[str, str] = {}
    monkeypatch.setattr(type(st.context), "cookies", held)
    return held


def test_a_name_is_put_into_a_cookie_that_no_script_and_no_foreign_site_gets() -> None:
    made = answer("name=Zo%C3%AB%3B+K")
    cookie = made.headers["set-cookie"]
    assert made.status_code == 204
    assert cookie.startswith(f"{COOKIE}=Zo%C3%AB%3B%20K; ")
    assert {"HttpOnly", "Path=/", "SameSite=strict", "Max-Age=31536000"} <= set(cookie.split("; "))


def test_no_name_ends_the_cookie() -> None:
    assert "Max-Age=0" in answer("name=+").headers["set-cookie"]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_foreign_page_names_nobody(site: str) -> None:
    made = answer("name=mallory", site=site)
    assert made.status_code == 403
    assert "set-cookie" not in made.headers


def test_a_session_begins_with_the_name_that_the_browser_remembers(
    open_page: OpenPage, project: Project, cookies: dict[str, str]
) -> None:
    cookies[COOKIE] = "Zo%C3%AB%3B%20K"
    app = open_page("review", "Travel")
    assert app.text_input(key="reviewer").value == "Zoë; K"
    assert app.query_params["reviewer"] == "Zoë; K"
    assert {link.proto.query_string for link in app.sidebar.get("page_link")} == {
        "project=Travel&reviewer=Zo%C3%AB%3B+K"
    }


def test_the_address_goes_before_what_is_remembered_and_a_name_taken_away_stays_away(
    open_page: OpenPage, project: Project, cookies: dict[str, str]
) -> None:
    cookies[COOKIE] = "mira"
    app = open_page("review", "Travel", reviewer="noor")
    assert app.text_input(key="reviewer").value == "noor"
    assert not app.get("html")[1:]  # only the style sheet: a name that came with a link is not remembered
    app.text_input(key="reviewer").set_value("").run()
    app.switch_page("ui/pages/dataset.py").run()
    assert app.text_input(key="reviewer").value == ""
    assert "reviewer" not in app.query_params


def test_a_typed_name_is_sent_where_it_is_remembered(
    open_page: OpenPage, project: Project, cookies: dict[str, str]
) -> None:
    app = open_page("review", "Travel")
    app.text_input(key="reviewer").set_value('"><b>x').run()
    assert [one.proto.body for one in app.sidebar.get("html")] == [
        '<img src="remember-reviewer?name=%22%3E%3Cb%3Ex" alt="">'
    ]

"""Pasted lines on Schema & seeds: bullets, numbers, quotes and other languages are told before they are stored."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from storage.engine import Store
from storage.tables import Project
from tests.ui.conftest import OpenPage, texts
from tests.ui.pages.test_schema import paste, seeds

LIST, QUOTES = "leave-out.list", "leave-out.quotes"


def toggles(app: AppTest, which: str) -> list[bool]:
    return [toggle.value for toggle in app.toggle if str(toggle.key).startswith(which)]


def flip(app: AppTest, which: str) -> None:
    (toggle,) = (toggle for toggle in app.toggle if str(toggle.key).startswith(which))
    toggle.set_value(not toggle.value).run()


def test_a_list_loses_its_bullets_unless_told_otherwise(open_page: OpenPage, store: Store, project: Project) -> None:
    app = paste(open_page, "• fly to [city : lima]\n• fly to [city : cusco]\n\n• go home")
    assert "3 lines begin with a bullet or a number" in texts(app)
    assert toggles(app, LIST) == [True]
    app.button(key="save-reading").click().run()
    assert seeds(store, project)[2:] == ["fly to lima", "fly to cusco", "go home"]


def test_where_other_lines_have_none_the_marks_stay_until_the_person_says_so(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    app = paste(open_page, "1. fly to [city : lima]\n2. go home\n2 tickets please")
    assert "2 lines begin with a bullet or a number" in texts(app)
    assert toggles(app, LIST) == [False]
    flip(app, LIST)
    app.button(key="save-reading").click().run()
    assert seeds(store, project)[2:] == ["fly to lima", "go home", "2 tickets please"]


def test_left_as_it_is_a_list_is_stored_as_it_is(open_page: OpenPage, store: Store, project: Project) -> None:
    app = paste(open_page, "- go home\n- fly home")
    flip(app, LIST)
    app.button(key="save-reading").click().run()
    assert seeds(store, project)[2:] == ["- go home", "- fly home"]


def test_quotes_behind_bullets_go_too(open_page: OpenPage, store: Store, project: Project) -> None:
    app = paste(open_page, '- "go home"\n- "fly home",')
    assert "2 lines are in quotes" in texts(app)
    assert (toggles(app, LIST), toggles(app, QUOTES)) == ([True], [True])
    app.button(key="save-reading").click().run()
    assert seeds(store, project)[2:] == ["go home", "fly home"]


def test_plain_lines_are_told_nothing(open_page: OpenPage, project: Project) -> None:
    app = paste(open_page, "2 tickets please\n3 tickets please\ngo home")
    assert (toggles(app, LIST), toggles(app, QUOTES)) == ([], [])
    assert "another language" not in texts(app)


def test_lines_in_another_language_are_told_and_can_be_saved(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    app = paste(open_page, "go home\nاحجز لي رحلة\n家に帰りたい")
    shown = texts(app)
    assert "2 lines look like another language (Arabic, Japanese) than English:" in shown
    assert "line 3 · Japanese · 家に帰りたい" in shown
    app.button(key="save-reading").click().run()
    assert len(seeds(store, project)) == 5

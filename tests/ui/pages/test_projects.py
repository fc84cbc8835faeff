"""The Projects page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from backend.domain.request import Request
from jobs.generating import order_generation
from jobs.settings import settings
from storage.engine import Store
from storage.projects import create_project, list_projects
from storage.tables import Project
from tests.conftest import pending
from tests.ui.conftest import OpenPage, read_as_markdown, texts


def names(store: Store) -> list[str]:
    with store.read() as session:
        return [project.name for project in list_projects(session=session)]


def test_a_first_visit_offers_the_demo_and_the_demo_opens(open_page: OpenPage, store: Store) -> None:
    app = open_page("projects")
    assert app.button(key="demo").label == "Try the demo"
    app.button(key="demo").click().run()
    assert not app.exception
    assert names(store) == ["Demo restaurant"]
    assert "Demo restaurant" in texts(app)
    assert "Schema & seeds" in app.title[0].value


def test_a_project_is_created_and_opened(open_page: OpenPage, store: Store) -> None:
    app = open_page("projects")
    app.text_input(key="new-project.name").set_value("Kitchen helper")
    app.selectbox(key="new-project.language").set_value("French")
    app.button(key="FormSubmitter:new-project-Create project").click().run()
    assert not app.exception
    with store.read() as session:
        (made,) = list_projects(session=session)
    assert (made.name, made.language) == ("Kitchen helper", "fr")
    assert "Schema & seeds" in app.title[0].value
    assert "Kitchen helper" in texts(app)


@pytest.mark.parametrize(("language", "told"), [("French", True), ("English", False)])
def test_a_language_that_the_teacher_does_not_write_is_told_when_the_project_is_made(
    open_page: OpenPage, store: Store, monkeypatch: pytest.MonkeyPatch, language: str, told: bool
) -> None:
    monkeypatch.setenv("TEACHSET_TEACHER", "smollm2-135m-linguist")
    settings.cache_clear()
    app = open_page("projects")
    app.text_input(key="new-project.name").set_value("Kitchen helper")
    app.selectbox(key="new-project.language").set_value(language)
    app.button(key="FormSubmitter:new-project-Create project").click().run()
    assert names(store) == ["Kitchen helper"]
    assert ("cannot write 'French'. It writes English." in texts(app)) == told
    assert any("choose another one on Teacher" in note.value for note in app.info) == told


def test_a_bad_name_is_refused_with_its_reason_and_nothing_is_made(open_page: OpenPage, store: Store) -> None:
    app = open_page("projects")
    app.text_input(key="new-project.name").set_value("<script>")
    app.button(key="FormSubmitter:new-project-Create project").click().run()
    assert "not a project name '<script>'" in texts(app)
    assert "<script>" not in read_as_markdown(app)
    assert names(store) == []


def test_a_teacher_that_cannot_be_is_refused_and_no_project_is_made(
    open_page: OpenPage, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACHSET_TEACHER", "no such teacher")
    settings.cache_clear()
    app = open_page("projects")
    app.text_input(key="new-project.name").set_value("Kitchen helper")
    app.button(key="FormSubmitter:new-project-Create project").click().run()
    assert "unknown teacher 'no such teacher'" in texts(app)
    assert names(store) == []


def test_projects_are_listed_with_their_counts(open_page: OpenPage, project: Project) -> None:
    app = open_page("projects")
    assert "Travel" in texts(app)
    assert "0 pending · 2 accepted, 2 of them seeds · 2 intents" in texts(app)


def test_a_project_opens_with_its_name_in_the_address(open_page: OpenPage, project: Project) -> None:
    app = open_page("projects")
    app.button(key=f"open-{project.id}").click().run()
    assert "Schema & seeds" in app.title[0].value
    assert "Travel" in texts(app)


def test_the_dialog_opens_from_the_list(open_page: OpenPage, project: Project) -> None:
    app = open_page("projects")
    app.button(key=f"delete-{project.id}").click().run()
    assert app.button(key="delete-project").label == "Delete project"


def dialog(project_id: int) -> None:
    from ui.sections.delete_project import ask_before_deleting

    ask_before_deleting(project_id)


def test_deleting_names_what_goes_and_asks_for_the_name(open_page: OpenPage, store: Store, project: Project) -> None:
    pending(store, project, "a day in lima")
    app = AppTest.from_function(dialog, default_timeout=120, kwargs={"project_id": project.id}).run()
    assert "2 intents and 2 slots" in texts(app)
    assert "2 seeds" in texts(app)
    assert "•  1 candidate\n•  0 accepted examples and 0 rejected\n" in texts(app)
    app.text_input(key="doomed-project.name").set_value("Trave")
    app.button(key="delete-project").click().run()
    assert "does not match" in app.warning[0].value
    assert names(store) == ["Travel"]
    app.text_input(key="doomed-project.name").set_value("Travel")
    app.button(key="delete-project").click().run()
    assert names(store) == []


def test_a_project_with_an_active_job_is_not_deleted(open_page: OpenPage, store: Store, project: Project) -> None:
    order_generation(store, project.id, Request("book_trip"))
    app = AppTest.from_function(dialog, default_timeout=120, kwargs={"project_id": project.id}).run()
    app.text_input(key="doomed-project.name").set_value("Travel")
    app.button(key="delete-project").click().run()
    assert "a job is still writing utterances" in texts(app)
    assert names(store) == ["Travel"]


def test_many_projects_come_in_pages(open_page: OpenPage, store: Store, obedient: str) -> None:
    with store.write() as session:
        for number in range(12):
            create_project(f"project {number:02}", teacher=obedient, session=session)
    app = open_page("projects")
    assert "project 09" in texts(app)
    assert "project 10" not in texts(app)
    app.pagination[0].set_value(2).run()
    assert "project 10" in texts(app)


def test_a_page_without_a_project_says_so_and_links_to_projects(open_page: OpenPage, store: Store) -> None:
    for page in ("schema", "generate", "review", "dataset", "export"):
        app = open_page(page)
        assert app.info[0].value == "Choose a project first."
        assert "Go to Projects" in [link.label for link in app.get("page_link")]


def test_a_project_that_is_gone_is_named_as_text(open_page: OpenPage, store: Store) -> None:
    app = open_page("dataset", "![x](http://example.invalid/x.png)")
    assert "There is no such project" in app.info[0].value
    assert "example.invalid" in texts(app)
    assert "example.invalid" not in read_as_markdown(app)


def test_a_refused_name_is_told_above_what_was_typed(open_page: OpenPage, store: Store) -> None:
    app = open_page("projects")
    app.text_input(key="new-project.name").set_value("*")
    app.button(key="FormSubmitter:new-project-Create project").click().run()
    order = [type(one).__name__ + (getattr(one, "label", "") or "") for one in app.main]
    assert order.index("Error") < order.index("TextInputName")
    assert names(store) == []

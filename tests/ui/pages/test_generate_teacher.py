"""The Generate page: who writes, in which languages, and what it costs."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from backend.domain.candidate import Candidate
from backend.domain.request import Request
from backend.domain.utterance import Utterance
from jobs.generating import order_generation
from jobs.settings import settings
from storage.engine import Store
from storage.jobs import finish_job, start_job
from storage.outputs import store_candidate
from storage.projects import project_named, set_teacher
from storage.tables import Project
from tests.ui.conftest import OpenPage, texts
from tests.ui.pages.generating import generate, jobs


def type_teacher(app: AppTest, name: str) -> None:
    """Type a name that is not in the list, which AppTest takes for one that is."""
    box = app.selectbox(key="teacher.name")
    box.options.append(name)
    box.set_value(name).run()
    app.selectbox(key="teacher.name").options.append(name)


def test_a_language_that_the_teacher_cannot_write_is_refused_in_place_of_the_button(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    with store.write() as session:
        set_teacher(project.id, "smollm2-135m-linguist", session=session)
    app = open_page("generate", "Travel", language=["English", "Hindi"])
    assert "cannot write 'Hindi'. It writes English." in texts(app)
    assert "generate" not in [button.key for button in app.button]
    by_rule = open_page("generate", "Travel", language="English", method="slot-swap")
    assert "cannot write" not in texts(by_rule)


def test_a_method_that_the_teacher_was_not_tuned_for_is_ordered_from_its_base_and_the_page_says_so(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    with store.write() as session:
        set_teacher(project.id, "smollm2-135m-linguist", session=session)
    app = generate(open_page("generate", "Travel", method="paraphrase"))
    assert "Written by smollm2-135m-instruct" in texts(app)
    assert [job.teacher for job in jobs(store, project)] == ["smollm2-135m-instruct"]
    assert app.button(key="generate").disabled


def test_another_teacher_must_be_one(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("generate", "Travel")
    app.selectbox(key="teacher.name").set_value("smollm2-135m-instruct").run()
    app.button(key="choose-teacher").click().run()
    with store.read() as session:
        assert project_named("Travel", session=session).teacher == "smollm2-135m-instruct"
    assert "smollm2-135m-instruct" in texts(app)


def test_a_remote_teacher_is_chosen_and_its_cost_shown_before_the_button(
    open_page: OpenPage, store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACHSET_REMOTE_INPUT_PRICE", "1")
    monkeypatch.setenv("TEACHSET_REMOTE_OUTPUT_PRICE", "4")
    settings.cache_clear()
    app = open_page("generate", "Travel")
    assert "input tokens" not in texts(app)
    type_teacher(app, "openai:m@http://127.0.0.1:9/v1")
    app.button(key="choose-teacher").click().run()
    assert not app.exception
    shown = texts(app)
    assert "5 prompts, 20 outputs" in shown
    assert "costs at most" in shown
    generate(app)
    (job,) = jobs(store, project)
    assert (job.teacher, job.input_price, job.output_price) == ("openai:m@http://127.0.0.1:9/v1", 1.0, 4.0)


def test_a_malformed_remote_teacher_is_refused_with_the_form_to_type(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    app = open_page("generate", "Travel")
    type_teacher(app, "openai:m@127.0.0.1:9")
    app.button(key="choose-teacher").click().run()
    assert "openai:MODEL@BASE_URL" in texts(app)
    with store.read() as session:
        assert project_named("Travel", session=session).teacher == project.teacher


def test_what_a_remote_teacher_cost_is_said_afterwards(
    open_page: OpenPage, store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACHSET_REMOTE_INPUT_PRICE", "100")
    monkeypatch.setenv("TEACHSET_REMOTE_OUTPUT_PRICE", "1000")
    settings.cache_clear()
    request = Request("book_trip", count=1)
    job, _ = order_generation(store, project.id, request, teacher="openai:m@http://127.0.0.1:9/v1")
    candidate = Candidate("a trip", Utterance("a trip", "book_trip"), (), 0, tokens=30, input_tokens=1200)
    with store.write() as session:
        start_job(job.id, teacher_card={}, session=session)
        store_candidate(job, candidate, provenance={}, session=session)
        finish_job(job.id, "done", session=session)
    assert "1,200 input and 30 output tokens, cost 0.15" in texts(open_page("generate", "Travel"))

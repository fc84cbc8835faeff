"""The Generate page: one request makes one job."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from backend.domain.request import Include, Request
from backend.domain.utterance import Utterance
from backend.teacher.packaged import DEFAULT_TEACHER
from jobs.generating import order_generation
from storage.engine import Store
from storage.jobs import finish_job, request_of, start_job
from storage.projects import create_project, set_teacher
from storage.tables import Project
from tests.ui.conftest import OpenPage, texts
from tests.ui.pages.generating import arrive, generate, jobs


def test_without_an_intent_the_page_leads_to_the_schema(open_page: OpenPage, store: Store, obedient: str) -> None:
    with store.write() as session:
        create_project("Bare", teacher=obedient, session=session)
    app = open_page("generate", "Bare")
    assert "Go to Schema & seeds" in [link.label for link in app.get("page_link")]


def test_a_press_orders_what_the_form_says(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("generate", "Travel", language="French", count="30", slots="Slot by slot")
    app.selectbox(key="slot:book_trip:city").set_value("rome")
    app.selectbox(key="slot:book_trip:day").set_value("any value (*)").run()
    generate(app)
    (job,) = jobs(store, project)
    asked = request_of(job)
    assert (asked.intent, asked.language, asked.count) == ("book_trip", "fr", 30)
    assert asked.include == (Include("city", "rome"), Include("day", "*"))


def test_each_chosen_language_is_a_job_of_its_own_and_what_waits_is_told_by_language(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    app = generate(open_page("generate", "Travel", language=["German", "fr"], count="4"))
    assert [(job.language, job.total) for job in reversed(jobs(store, project))] == [("de", 4), ("fr", 4)]
    assert app.button(key="generate").disabled
    for job, text in zip(jobs(store, project), ("un voyage", "eine reise"), strict=True):
        with store.write() as session:
            start_job(job.id, teacher_card={}, session=session)
        arrive(store, job, 0, text, Utterance(text, "book_trip", job.language))
    shown = texts(open_page("generate", "Travel"))
    assert "2 candidates wait for review: 1 German, 1 French." in shown
    assert shown.count("1 of 4 outputs, 1 kept") == 2


def test_more_new_values_can_be_had_where_a_teacher_has_values_listed(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    def toggles(app: AppTest) -> list[str]:
        return [one.label for one in app.toggle]

    assert "More new values" not in toggles(open_page("generate", "Travel")), "the project's teacher was not tuned"
    with store.write() as session:
        set_teacher(project.id, DEFAULT_TEACHER, session=session)
    app = open_page("generate", "Travel")
    app.toggle(key="more_new_values").set_value(True).run()
    generate(app)
    assert request_of(jobs(store, project)[0]).more_new_values
    assert "More new values" not in toggles(open_page("generate", "Travel", slots="Slot by slot"))
    assert "More new values" not in toggles(open_page("generate", "Travel", method="slot-swap"))


def test_what_a_rule_writes_is_shown_as_no_prompt(open_page: OpenPage, store: Store, project: Project) -> None:
    titles = [one.label for one in open_page("generate", "Travel", method="slot-swap").expander]
    assert "What comes first, and what it is made of" in titles
    assert "The prompt as it will be sent" not in titles
    assert "The prompt as it will be sent" in [one.label for one in open_page("generate", "Travel").expander]


def test_slots_left_out_ask_for_utterances_without_slots(open_page: OpenPage, store: Store, project: Project) -> None:
    generate(open_page("generate", "Travel", slots="Slot by slot"))
    assert request_of(jobs(store, project)[0]).include == ()


def test_slots_as_in_the_seeds_leave_the_choice_to_the_method(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    generate(open_page("generate", "Travel"))
    assert request_of(jobs(store, project)[0]).include is None


def test_two_presses_in_two_tabs_make_one_job(open_page: OpenPage, store: Store, project: Project) -> None:
    first, second = open_page("generate", "Travel"), open_page("generate", "Travel")
    generate(first)
    generate(second)
    assert len(jobs(store, project)) == 1
    assert second.button(key="generate").disabled


def test_two_presses_at_once_make_one_job_and_say_so(
    open_page: OpenPage, store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("generate", "Travel")
    order_generation(store, project.id, Request("book_trip"))
    # The other tab's job comes after this tab has looked for one.
    monkeypatch.setattr("ui.sections.order.same_active_job", lambda *_: None)
    generate(app)
    assert len(jobs(store, project)) == 1
    assert "ordered already" in app.info[0].value


def test_while_the_request_is_worked_on_its_button_is_off(open_page: OpenPage, store: Store, project: Project) -> None:
    app = generate(open_page("generate", "Travel"))
    assert app.button(key="generate").disabled
    assert open_page("generate", "Travel").button(key="generate").disabled
    assert not open_page("generate", "Travel", language="French").button(key="generate").disabled


def test_each_job_gets_a_seed_of_its_own(open_page: OpenPage, store: Store, project: Project) -> None:
    generate(open_page("generate", "Travel"))
    with store.write() as session:
        finish_job(jobs(store, project)[0].id, "done", session=session)
    generate(open_page("generate", "Travel"))
    later, earlier = (request_of(job).seed for job in jobs(store, project))
    assert later != earlier


def test_the_prompt_is_shown_as_it_will_be_sent(open_page: OpenPage, project: Project) -> None:
    app = open_page("generate", "Travel")
    assert "book_trip" in app.code[0].value
    assert "[" in app.code[0].value


def test_a_language_that_is_none_is_refused_in_words(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("generate", "Travel", language="Klingonese")
    assert "unknown language 'Klingonese'" in texts(app)
    assert "generate" not in [button.key for button in app.button]


def test_the_number_of_examples_in_a_prompt_survives_a_reload(open_page: OpenPage, project: Project) -> None:
    assert open_page("generate", "Travel", examples="3").slider(key="examples").value == 3


def test_the_grammar_is_on_until_it_is_switched_off_and_stays_off_after_a_reload(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    app = open_page("generate", "Travel")
    assert app.toggle(key="grammar").value is True
    app.toggle(key="grammar").set_value(False).run()
    generate(app)
    assert not request_of(jobs(store, project)[0]).grammar
    assert open_page("generate", "Travel", grammar="false").toggle(key="grammar").value is False


def test_a_method_whose_sources_are_missing_says_what_to_add_in_place_of_the_button(
    open_page: OpenPage, project: Project
) -> None:
    app = open_page("generate", "Travel", method="translate")
    assert "in a language other than English holds just" in texts(app)
    assert "generate" not in [button.key for button in app.button]
    assert "generate" in [button.key for button in open_page("generate", "Travel", method="paraphrase").button]

"""The Generate page: one request makes one job, and all that is shown comes from the database."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from backend.domain.candidate import Candidate, Verdict
from backend.domain.request import Include, Request
from backend.domain.utterance import Span, Utterance
from jobs.generating import order_generation
from jobs.settings import settings
from storage.engine import Store
from storage.jobs import cancel_requested, finish_job, list_jobs, request_of, start_job
from storage.outputs import store_candidate
from storage.projects import create_project, project_named, set_teacher
from storage.tables import Job, Project
from storage.workers import heartbeat
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts


def jobs(store: Store, project: Project) -> list[Job]:
    with store.read() as session:
        return list_jobs(project.id, session=session)


def running(store: Store, project: Project, count: int = 4) -> Job:
    job, _new = order_generation(store, project.id, Request("book_trip", count=count))
    with store.write() as session:
        start_job(job.id, teacher_card={}, session=session)
    return job


def arrive(store: Store, job: Job, index: int, raw: str, utterance: Utterance | None, why: str = "") -> None:
    """Store an output as the worker does: kept if `utterance` is there, otherwise dropped for `why`."""
    verdict = Verdict("well-formed", utterance is not None, why)
    with store.write() as session:
        store_candidate(job, Candidate(raw, utterance, (verdict,), index), provenance={}, session=session)


def generate(app: AppTest) -> AppTest:
    app.button(key="generate").click().run()
    assert not app.exception
    return app


def type_teacher(app: AppTest, name: str) -> None:
    """Type a name that is not in the list, which AppTest takes for one that is."""
    box = app.selectbox(key="teacher.name")
    box.options.append(name)
    box.set_value(name).run()
    app.selectbox(key="teacher.name").options.append(name)


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


def test_progress_yield_and_samples_come_from_the_database(open_page: OpenPage, store: Store, project: Project) -> None:
    job = running(store, project)
    arrive(store, job, 0, "to [1 lima ]", Utterance("to lima", "book_trip", "en", (Span(3, 7, "city"),)))
    arrive(store, job, 1, "to [1 lima", None, "opening bracket")
    app = open_page("generate", "Travel")
    assert "2 of 4 outputs, 1 kept" in texts(app)
    assert "1 candidate waits for review." in texts(app)
    outcome, dropped = (frame.value for frame in app.dataframe)
    assert list(outcome["Outcome"]) == ["kept", "dropped: well-formed"]
    assert list(dropped["Raw output"]) == ["to [1 lima"]
    assert list(dropped["Why"]) == ["opening bracket"]


def test_cancel_asks_the_job_to_stop(open_page: OpenPage, store: Store, project: Project) -> None:
    job = running(store, project)
    app = open_page("generate", "Travel")
    app.button(key=f"cancel-{job.id}").click().run()
    with store.read() as session:
        assert cancel_requested(job.id, session=session)
    assert "stopping" in texts(app)


def test_a_failed_job_shows_its_error_as_text(open_page: OpenPage, store: Store, project: Project) -> None:
    job = running(store, project)
    with store.write() as session:
        finish_job(job.id, "failed", error="teacher gone ![x](http://example.invalid/x.png)", session=session)
    app = open_page("generate", "Travel")
    assert "teacher gone ![x](http://example.invalid/x.png)" in texts(app)
    assert "example.invalid" not in read_as_markdown(app)
    assert not app.button(key="generate").disabled


def test_hostile_outputs_are_never_read_as_markdown(open_page: OpenPage, store: Store, project: Project) -> None:
    job = running(store, project, count=8)
    for index, text in enumerate(HOSTILE):
        arrive(store, job, 2 * index, text, Utterance(text, "book_trip"))
        arrive(store, job, 2 * index + 1, text, None, text)
    app = open_page("generate", "Travel")
    assert list(app.dataframe[1].value["Raw output"]) == list(reversed(HOSTILE))
    for text in HOSTILE:
        assert text not in read_as_markdown(app)


def test_a_missing_worker_is_said_until_one_is_alive(open_page: OpenPage, store: Store, project: Project) -> None:
    assert "No worker is running" in open_page("generate", "Travel").warning[0].value
    with store.write() as session:
        heartbeat("worker-1", session=session)
    assert not open_page("generate", "Travel").warning


def test_a_language_that_is_none_is_refused_in_words(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("generate", "Travel", language="Klingonese")
    assert "unknown language 'Klingonese'" in texts(app)
    assert "generate" not in [button.key for button in app.button]


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

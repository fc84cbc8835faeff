"""The Teacher page: a trial. What the worker would do is done here, or stored as it would."""

from __future__ import annotations

import pytest

from jobs.settings import Settings, settings
from jobs.trial import run_trial
from jobs.trying import requested
from storage.engine import Store
from storage.projects import create_project
from storage.runs import cancelled
from storage.tables import TRIAL, Project, TeacherRun
from storage.teacher_runs import finish_run, set_progress, start_run
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts
from tests.ui.pages.teachers import press, runs


def tried(store: Store, project: Project, open_page: OpenPage) -> TeacherRun:
    press(open_page("teacher", "Travel", task="Try"), "try")
    (run, *_) = runs(store, project, TRIAL)
    run_trial(store, run.uid, Settings())
    return run


def test_a_press_orders_one_trial_of_what_the_form_says(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("teacher", "Travel", task="Try", intent="book_trip", slots="Slot by slot")
    app.selectbox(key="slot:book_trip:city").set_value("rome").run()
    press(app, "try")
    assert app.button(key="try").disabled
    (run,) = runs(store, project, TRIAL)
    assert [(item.slot, item.value) for item in requested(run).include or ()] == [("city", "rome")]


def test_figures_and_outputs_are_shown_and_the_choice_knows_them(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    tried(store, project, open_page)
    shown = texts(open_page("teacher", "Travel", task="Try"))
    assert "253 of 253 outputs kept" in shown
    assert "cpu · text" in shown
    assert "As of the trial on" in texts(open_page("teacher", "Travel"))


def test_a_running_trial_shows_how_far_it_is_and_is_cancelled(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    press(open_page("teacher", "Travel", task="Try"), "try")
    (run,) = runs(store, project, TRIAL)
    with store.write() as session:
        start_run(run.id, "writing", session=session)
        set_progress(run.id, {"outputs": 3, "tokens": 40, "seconds": 2.0}, session=session)
    app = open_page("teacher", "Travel", task="Try")
    assert "3 outputs, 40 tokens so far" in texts(app)
    press(app, f"cancel-run-{run.id}")
    with store.read() as session:
        assert cancelled(TeacherRun, run.id, session=session)
    assert "stopping" in texts(app)


def test_a_failed_trial_says_why_as_text(open_page: OpenPage, store: Store, project: Project) -> None:
    press(open_page("teacher", "Travel", task="Try"), "try")
    (run,) = runs(store, project, TRIAL)
    with store.write() as session:
        finish_run(run.uid, "failed", error=f"gone {HOSTILE[1]}", session=session)
    app = open_page("teacher", "Travel", task="Try")
    assert f"gone {HOSTILE[1]}" in texts(app)
    assert HOSTILE[1] not in read_as_markdown(app)


def test_a_servers_trial_is_agreed_to_before_it_costs(
    open_page: OpenPage, store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACHSET_REMOTE_INPUT_PRICE", "1")
    monkeypatch.setenv("TEACHSET_REMOTE_OUTPUT_PRICE", "4")
    settings.cache_clear()
    app = open_page("teacher", "Travel")
    app.text_input(key="teacher.other").set_value("openai:m@http://127.0.0.1:9/v1").run()
    press(app, "use-other")
    app = open_page("teacher", "Travel", task="Try")
    assert "64 outputs" in texts(app)
    assert "costs at most" in texts(app)
    assert app.button(key="try").disabled
    app.checkbox(key="trial-agreed").check().run()
    press(app, "try")
    assert [run.teacher for run in runs(store, project, TRIAL)] == ["openai:m@http://127.0.0.1:9/v1"]


def test_a_project_without_intents_is_tried_on_the_demo(open_page: OpenPage, store: Store, obedient: str) -> None:
    with store.write() as session:
        create_project("Bare", teacher=obedient, session=session)
    app = open_page("teacher", "Bare", task="Try")
    assert "book_table" in app.selectbox(key="intent").options
    press(app, "try")


def test_trials_do_not_show_among_the_jobs(open_page: OpenPage, store: Store, project: Project) -> None:
    tried(store, project, open_page)
    assert "No job yet" in texts(open_page("generate", "Travel"))

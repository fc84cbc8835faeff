"""The Teacher page: choose, try, tune. Without a worker: what it would do is done here, or stored as it would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backend.teacher.adapter import CARD, CONFIG
from jobs.settings import Settings, settings
from jobs.trial import run_trial
from jobs.trying import requested
from jobs.tuning import TuningProgress, progress_columns, tuning_order
from jobs.tuning_data import laid_down
from storage.engine import Store
from storage.projects import create_project, project_named
from storage.tables import TRIAL, TUNING, Project, TeacherRun
from storage.teacher_runs import finish_run, list_runs, run_cancelled, set_progress, start_run
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts


def runs(store: Store, project: Project, kind: str) -> list[TeacherRun]:
    with store.read() as session:
        return list_runs(project.id, kind, session=session)


def teacher_of(store: Store) -> str:
    with store.read() as session:
        return project_named("Travel", session=session).teacher


def tuned_folder(name: str, **card: object) -> Path:
    """A teacher as a tuning leaves it: whole, so that no base is needed."""
    folder = Settings().tuned_dir / name
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    said = {"base": "smollm2-135m-instruct", "method": "linguist", "style": "tuned", "date": "2026-01-02", **card}
    (folder / CARD).write_text(json.dumps(said))
    return folder


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def tried(store: Store, project: Project, open_page: OpenPage) -> TeacherRun:
    press(open_page("teacher", "Travel", task="Try"), "try")
    (run, *_) = runs(store, project, TRIAL)
    run_trial(store, run.uid, Settings())
    return run


def test_a_teacher_that_was_never_tried_says_so(open_page: OpenPage, project: Project) -> None:
    shown = texts(open_page("teacher", "Travel"))
    assert project.teacher in shown
    assert "Not tried yet" in shown
    assert "smollm2-135m-instruct" in shown


def test_a_packaged_teacher_is_chosen_with_a_press(open_page: OpenPage, store: Store, project: Project) -> None:
    app = press(open_page("teacher", "Travel"), "use-packaged-2")
    assert teacher_of(store) == "smollm2-135m-instruct"
    assert app.button(key="use-packaged-2").disabled
    assert "SmolLM2-135M-Instruct.Q4_1.gguf" in texts(app)
    assert "Apache-2.0" in texts(app)


def test_a_teacher_tuned_here_is_listed_with_its_figures(open_page: OpenPage, store: Store, project: Project) -> None:
    data = {"teaching": 1200, "measuring": 24, "excluded_intents": ["GetWeather"], "languages": ["en"]}
    folder = tuned_folder("mine", data=data, result={"held_out_loss": 0.4321})
    tuned_folder("broken", data=[], result="x", style=5)
    app = open_page("teacher", "Travel")
    shown = texts(app)
    for said in ("mine", "1,200 utterances, 24 held out", "GetWeather", "0.432", "2026-01-02"):
        assert said in shown
    press(app, "use-tuned-1")
    assert teacher_of(store) == str(folder)


def test_terms_are_read_and_agreed_to_before_a_teacher_is_used_under_them(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    folder = tuned_folder("ours", base="gemma3-270m")
    (folder / "config.json").unlink()
    (folder / CONFIG).write_text("{}")
    app = press(open_page("teacher", "Travel"), "use-tuned-0")
    assert "https://ai.google.dev/gemma/terms" in texts(app)
    assert teacher_of(store) == project.teacher
    app.checkbox(key="agree-tuned-0").check().run()
    app = press(app, "use-tuned-0")
    assert teacher_of(store) == str(folder)
    assert not app.checkbox


def test_any_other_name_is_taken_or_refused_with_what_to_type(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    app = open_page("teacher", "Travel")
    app.text_input(key="teacher.other").set_value("no such model").run()
    press(app, "use-other")
    assert "unknown teacher 'no such model'" in texts(app)
    assert teacher_of(store) == project.teacher
    app.text_input(key="teacher.other").set_value("some-org/some-model").run()
    press(app, "use-other")
    assert teacher_of(store) == "some-org/some-model"


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
        assert run_cancelled(run.id, session=session)
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


def tune(app: AppTest, name: str) -> AppTest:
    app.text_input(key="tuned-name").set_value(name).run()
    assert not app.exception
    return app


def test_too_little_data_is_said_before_anything_starts(open_page: OpenPage, project: Project) -> None:
    app = open_page("teacher", "Travel", task="Tune")
    assert "held out" in texts(app)
    assert "tune" not in [button.key for button in app.button]


UPLOAD = "".join(
    json.dumps({"text": f"to town {number}", "spans": [], "intent": intent}) + "\n"
    for number, intent in enumerate(["go", "go", "stay"] * 20)
).encode()


def test_an_uploaded_file_is_counted_and_ordered_with_its_data(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    app = open_page("teacher", "Travel", task="Tune", learn="A file")
    app.file_uploader(key="tuning-file").upload("mine.jsonl", UPLOAD, "application/json").run()
    assert "utterances to learn from" in texts(app)
    app.multiselect(key="leave-out").set_value(["stay"]).run()
    assert app.button(key="tune").disabled
    press(tune(app, "mine"), "tune")
    (run,) = runs(store, project, TUNING)
    order = tuning_order(run)
    assert (order.name, order.base, order.excluded) == ("mine", "smollm2-135m-instruct", ("stay",))
    assert list(order.sources or {}) == ["mine.jsonl"]
    assert len(laid_down(run.uid, Settings())) == 60
    assert app.button(key="tune").disabled


def test_a_name_that_would_be_a_path_is_refused(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("teacher", "Travel", task="Tune", learn="A file")
    app.file_uploader(key="tuning-file").upload("mine.jsonl", UPLOAD, "application/json").run()
    tune(app, "../up")
    assert "not a teacher name '../up'" in texts(app)
    assert app.button(key="tune").disabled


def tuning(open_page: OpenPage, store: Store, project: Project) -> TeacherRun:
    app = open_page("teacher", "Travel", task="Tune", learn="A file")
    app.file_uploader(key="tuning-file").upload("mine.jsonl", UPLOAD, "application/json").run()
    press(tune(app, "mine"), "tune")
    return runs(store, project, TUNING)[0]


def test_a_running_tuning_shows_its_curve_and_is_cancelled_and_gone_on_with(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    run = tuning(open_page, store, project)
    curve = ({"step": 5, "loss": 2.0}, {"step": 10, "loss": 1.5, "held_out_loss": 1.6})
    with store.write() as session:
        start_run(run.id, "tuning", session=session)
        set_progress(run.id, progress_columns(TuningProgress(12, 40, 1.5, 1.6, curve)), session=session)
    app = open_page("teacher", "Travel", task="Tune")
    assert "Step 12 of 40, loss 1.500, held-out loss 1.600" in texts(app)
    assert len(app.get("vega_lite_chart")) == 1
    press(app, f"cancel-run-{run.id}")
    with store.write() as session:
        finish_run(run.uid, "cancelled", session=session)
    app = press(open_page("teacher", "Travel", task="Tune"), f"go-on-{run.id}")
    again = runs(store, project, TUNING)[0]
    assert (again.status, tuning_order(again)) == ("queued", tuning_order(run))
    assert "Step 12 of 40" in texts(app)


def test_a_tuning_that_is_done_is_used_with_a_press(open_page: OpenPage, store: Store, project: Project) -> None:
    run = tuning(open_page, store, project)
    folder = tuned_folder("mine")
    with store.write() as session:
        finish_run(run.uid, "done", result={"folder": str(folder)}, session=session)
    press(open_page("teacher", "Travel", task="Tune"), f"use-run-{run.id}")
    assert teacher_of(store) == str(folder)


def test_hostile_names_and_cards_are_never_read_as_markdown(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    tuned_folder("mine", base=HOSTILE[1], data={"licence": HOSTILE[0], "excluded_intents": list(HOSTILE)})
    with store.write() as session:
        row = project_named("Travel", session=session)
        row.teacher = HOSTILE[1]
        session.add(row)
    for task in ("Choose", "Try", "Tune"):
        app = open_page("teacher", "Travel", task=task)
        assert not [text for text in HOSTILE if text in read_as_markdown(app)]
    assert HOSTILE[1] in texts(open_page("teacher", "Travel"))

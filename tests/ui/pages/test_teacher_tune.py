"""The Teacher page: a tuning. What the worker would do is stored as it would."""

from __future__ import annotations

import json

from streamlit.testing.v1 import AppTest

from jobs.settings import Settings
from jobs.tuning import TuningProgress, progress_columns, tuning_order
from jobs.tuning_data import laid_down
from storage.engine import Store
from storage.tables import TUNING, Project, TeacherRun
from storage.teacher_runs import finish_run, set_progress, start_run
from tests.ui.conftest import OpenPage, texts
from tests.ui.pages.teachers import press, runs, teacher_of, tuned_folder


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
    app = open_page("teacher", "Travel", task="Tune", learn="Files")
    app.file_uploader(key="tuning-files").upload("mine.jsonl", UPLOAD, "application/json").run()
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
    app = open_page("teacher", "Travel", task="Tune", learn="Files")
    app.file_uploader(key="tuning-files").upload("mine.jsonl", UPLOAD, "application/json").run()
    tune(app, "../up")
    assert "not a teacher name '../up'" in texts(app)
    assert app.button(key="tune").disabled


def tuning(open_page: OpenPage, store: Store, project: Project) -> TeacherRun:
    app = open_page("teacher", "Travel", task="Tune", learn="Files")
    app.file_uploader(key="tuning-files").upload("mine.jsonl", UPLOAD, "application/json").run()
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

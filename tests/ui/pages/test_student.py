"""The Student page: what it is for, ordering a training, what came of one, what to generate next."""

from __future__ import annotations

import json
from dataclasses import asdict

from backend.domain.utterance import Span, Utterance
from backend.students.student import Prediction
from jobs.students import StudentOrder, StudentProgress, StudentResult, order_student, result_columns
from storage import runs
from storage.engine import Store
from storage.examples import add_examples
from storage.projects import project_by_id
from storage.students import create_student, list_students, measured_students, student_by_uid
from storage.tables import Insight, Project, StudentRow
from tests.conftest import pending
from tests.ui.conftest import OpenPage, texts
from tests.ui.pages.students import accepted, figures, measured, trained
from ui.sections.student_retraining import as_it_went
from ui.sections.student_training import said_of


def test_with_one_intent_the_page_says_what_is_missing(open_page: OpenPage, project: Project) -> None:
    assert "needs accepted examples of two or more" in texts(open_page("student", "Travel"))


def test_nothing_right_yet_is_no_share_below_zero() -> None:
    progress = StudentProgress(15, 300, 1.302, -0.0)
    assert said_of(progress) == "Step 15 of 300, loss 1.302, 0% of the held-out frames right"


def test_a_press_orders_a_training_once(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    app = open_page("student", "Travel")
    assert app.button(key="train-student").label == "Train on 14 accepted examples"
    app.button(key="train-student").click().run()
    assert not app.exception
    with store.read() as session:
        (row,) = list_students(project.id, session=session)
    assert row.status == "queued"
    assert app.button(key="train-student").disabled
    assert "waiting for the worker" in texts(app)


def test_a_training_shows_how_far_it_is_and_can_be_cancelled(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    row, _new = order_student(store, project.id)
    told = StudentProgress(20, 80, 0.4321, 0.5, ({"step": 20, "frame_accuracy": 0.5},))
    with store.write() as session:
        runs.start(StudentRow, row.id, "training", session=session)
        runs.set_progress(StudentRow, row.id, vars(told) | {"curve": list(told.curve)}, session=session)
    app = open_page("student", "Travel")
    assert "Step 20 of 80, loss 0.432, 50% of the held-out frames right" in texts(app)
    app.button(key="cancel-student").click().run()
    with store.read() as session:
        assert student_by_uid(row.uid, session=session).cancel_requested


def test_one_in_the_background_takes_nobody_the_button(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    with store.write() as session:
        create_student(project.id, asdict(StudentOrder()), background=True, session=session)
    app = open_page("student", "Travel")
    assert "Training a student in the background, until something is ordered" in texts(app)
    app.button(key="train-student").click().run()
    assert app.button(key="train-student").disabled
    assert "in the background" not in texts(app)


def test_figures_come_with_their_intervals_and_the_weakest_labels_first(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    trained(store, project)
    app = open_page("student", "Travel")
    assert "80.0% (70.0% to 90.0%)" in texts(app)
    assert "8 ms" in texts(app)
    intents = next(table.value for table in app.dataframe if "Intent" in table.value.columns)
    assert list(intents["Intent"]) == ["cancel_trip", "book_trip"]
    assert "flatter" not in texts(app)


def test_figures_that_flatter_say_so(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    trained(store, project, shares_seeds=True)
    assert "these figures flatter it" in texts(open_page("student", "Travel"))


def test_a_failed_training_says_why(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    row, _new = order_student(store, project.id)
    with store.write() as session:
        runs.finish(StudentRow, row.uid, "failed", error="the encoder cannot be loaded", session=session)
    app = open_page("student", "Travel")
    (table,) = (table.value for table in app.dataframe if "Outcome" in table.value.columns)
    assert list(table["Outcome"]) == ["failed"]
    assert list(table["Error"]) == ["the encoder cannot be loaded"]
    assert not app.button(key="train-student").disabled


def test_what_to_generate_next_says_why_and_leads_there_with_it_chosen(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    german = [Utterance("nach rom bitte", "book_trip", "de"), Utterance("nach oslo bitte", "book_trip", "de")]
    with store.write() as session:
        add_examples(project.id, german, origin="imported", status="accepted", provenance={}, session=session)
    row = trained(store, project)
    gold = [Utterance(f"take me to rome {at}", "book_trip", "en", (Span(11, 15, "city"),)) for at in range(4)]
    said = [Prediction("book_trip", 0.9, (Span(8, 15, "city"),)), *[Prediction("cancel_trip", 0.9, ())] * 3]
    measured(store, row, gold, said)
    app = open_page("student", "Travel")
    shown = texts(app)
    assert "book_trip with city, in English" in shown
    assert "The student found 0 of 4 that were put aside." in shown
    assert "found 1 of 4 that were put aside, and took 3 for cancel_trip." in shown
    assert "cancel_trip, in German" in shown
    assert "None accepted yet; the median is 6." in shown
    found = [link.proto.query_string for link in app.main.get("page_link") if link.proto.label.startswith("Generate")]
    wanted = "intent=book_trip&language=English&count=20&slots=Slot+by+slot&slot%3Abook_trip%3Acity=any+value+%28%2A%29"
    assert f"project=Travel&{wanted}" in found
    assert "that wait" not in shown
    pending(store, project, "and back again please")
    (review,) = [one.proto for one in open_page("student", "Travel").main.get("page_link") if "wait" in one.proto.label]
    assert (review.label, review.query_string) == (
        "Review 1 that waits",
        "project=Travel&review_intent=book_trip&review_language=English",
    )
    generate = open_page("generate", "Travel", intent="cancel_trip", language="German", count="20")
    assert generate.multiselect(key="language").value == ["German"]
    assert generate.selectbox(key="intent").value == "cancel_trip"


def test_how_often_it_is_trained_again_is_kept_and_how_it_got_better_is_drawn(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    trained(store, project)
    (waiting,) = pending(store, project, "where it disagrees")
    result = StudentResult(60, 8, 14, figures(0.9), False, None)
    later, _new = order_student(store, project.id)
    with store.write() as session:
        runs.finish(StudentRow, later.uid, "done", result=result_columns(result), folder="/nowhere", session=session)
        doubts = [{"check": "student-agrees", "passed": False, "detail": "x"}]
        session.add(Insight(example_id=waiting.id, fingerprint=waiting.fingerprint, doubt=0.5, doubts=doubts))
    app = open_page("student", "Travel")
    shown = [link.proto.label for link in app.main.get("page_link")]
    assert "Review 1 candidate that it reads otherwise" in shown
    number = app.number_input(key=f"retrain-after.{project.id}")
    assert number.value == 50
    number.set_value(0).run()
    assert not app.exception
    with store.read() as session:
        assert project_by_id(project.id, session=session).retrain_after == 0
        rows = as_it_went(measured_students(project.id, session=session))
    assert "only when you say so" in texts(app)
    assert [(row["Accepted"], row["Share"]) for row in rows if row["Figure"] == "Frames"] == [(62, 0.8), (82, 0.9)]
    curve = open_page("student", "Travel", student_part="Learning curve")
    assert "As the review went on" in [one.value for one in curve.subheader]


def test_shares_stand_in_tables_as_beside_them_and_a_cancelled_training_has_none(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    trained(store, project)
    stopped, _new = order_student(store, project.id)
    with store.write() as session:
        runs.finish(StudentRow, stopped.uid, "cancelled", session=session)
    app = open_page("student", "Travel")
    assert "80.0% (70.0% to 90.0%)" in texts(app)
    students = next(one for one in app.dataframe if "Outcome" in one.value)
    assert list(students.value["Frames right"])[1:] == [80.0]
    columns = json.loads(students.proto.columns)
    assert columns["Frames right"]["type_config"]["format"] == "%.1f%%"
    assert students.proto.placeholder == "–"

"""The Student page: its comparison, its learning curve and its errors."""

from __future__ import annotations

from backend.domain.utterance import Span, Utterance
from backend.students.student import Prediction
from jobs.student_curve import CurveOrder, CurveProgress, Point, order_columns, progress_columns
from storage import runs
from storage.engine import Store
from storage.student_tasks import list_tasks, set_spec
from storage.tables import CURVE, Project, StudentTask
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts
from tests.ui.pages.students import accepted, figures, measured, trained


def test_two_students_are_compared_on_what_neither_learnt_from(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    gold = [Utterance(f"take me to rome {at}", "book_trip") for at in range(12)]
    right, wrong = Prediction("book_trip", 0.9, ()), Prediction("cancel_trip", 0.9, ())
    earlier, later = trained(store, project), trained(store, project)
    measured(store, earlier, gold, [wrong] * 10 + [right] * 2)
    measured(store, later, gold[1:], [right] * 11)
    app = open_page("student", "Travel", student_part="Compare")
    assert app.button(key="train-seeds").label == "Train on the seeds alone"
    app.selectbox(key="against").set_value(app.selectbox(key="against").options[1]).run()
    assert not app.exception
    (table,) = (one.value for one in app.dataframe if "More than chance" in one.value.columns)
    assert list(table["Figure"]) == ["Intents right", "Slot F1", "Frames right"]
    assert list(table["Difference in points"]) == ["+81.8", "+0.0", "+81.8"]
    assert list(table["More than chance"]) == ["yes", "no", "yes"]
    said = texts(app)
    assert "Frames right: better by 81.8 points (p = 0.0039, McNemar, exact)." in said
    assert "Measured on the 11 examples that were put aside of both, of 11 and 12" in said


def test_a_comparison_of_nothing_says_why(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    trained(store, project), trained(store, project)
    app = open_page("student", "Travel", student_part="Compare")
    app.selectbox(key="against").set_value(app.selectbox(key="against").options[1]).run()
    assert "nothing is kept of what one of the students was measured on" in texts(app)
    app.selectbox(key="against").set_value(app.selectbox(key="against").options[0]).run()
    app.button(key="train-seeds").click().run()
    assert "nothing is kept of what this student was measured on" in texts(app)


def test_a_learning_curve_shows_its_points_as_they_come(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    trained(store, project)
    app = open_page("student", "Travel", student_part="Learning curve")
    assert "4 trainings, on 10%, 25%, 50%, 100% of what teaches" in texts(app)
    app.button(key="draw-curve").click().run()
    with store.read() as session:
        (task,) = list_tasks(project.id, CURVE, session=session)
    assert app.button(key="draw-curve").disabled
    points = tuple(Point(size, figures(value).overall, 60.0) for size, value in ((4, 0.5), (10, 0.7)))
    with store.write() as session:
        columns = progress_columns(CurveProgress(points, of=2, step=10, steps=20))
        runs.set_progress(StudentTask, task.id, columns, session=session)
    app.run()
    assert "waiting for the worker" in texts(app)
    assert "written from the same seeds" not in texts(app)
    with store.write() as session:
        set_spec(task.id, order_columns(CurveOrder(shares_seeds=True)), session=session)
        runs.finish(StudentTask, task.uid, "done", session=session)
    app.run()
    said = texts(app)
    assert "written from the same seeds" in said
    assert "From 4 to 10 examples, frames right went from 50.0% to 70.0%. Measured on 14 alone, that may be" in said
    (table,) = (one.value for one in app.dataframe if list(one.value.columns)[:2] == ["Learnt from", "Intents"])
    assert list(table["Learnt from"]) == [4, 10]
    assert not app.button(key="draw-curve").disabled


def test_errors_show_confused_intents_slots_and_every_wrong_answer(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    row = trained(store, project)
    gold = [Utterance(f"{HOSTILE[0]} {at}", "book_trip", "en", (Span(0, 8, "city"),)) for at in range(12)]
    said = [Prediction("cancel_trip", 0.61, ())] * 11 + [Prediction("book_trip", 0.9, (Span(0, 8, "city"),))]
    measured(store, row, gold, said)
    app = open_page("student", "Travel", student_part="Errors")
    shown = texts(app)
    assert "book_trip taken for cancel_trip: 11 times" in shown
    assert f"•  {HOSTILE[0]} 0\n•  {HOSTILE[0]} 1" in shown
    assert "11 wrong answers of 12." in shown
    assert HOSTILE[0] not in read_as_markdown(app)
    (table,) = (one.value for one in app.dataframe if "Made up" in one.value.columns)
    assert (list(table["Slot"]), list(table["Found"]), list(table["Missed"])) == (["city"], ["1 of 12"], [11])
    assert app.selectbox(key="errors-aside-which").options == [
        "All",
        "Intent book_trip taken for cancel_trip",
        "Slot city",
    ]


def test_a_student_without_errors_or_answers_says_so(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    trained(store, project)
    assert "Its answers are not kept" in texts(open_page("student", "Travel", student_part="Errors"))
    measured(store, trained(store, project), [Utterance("one", "book_trip")], [Prediction("book_trip", 0.9, ())])
    assert "None of 1 example is wrong." in texts(open_page("student", "Travel", student_part="Errors"))


def test_the_part_that_is_looked_at_is_no_part_of_the_schema_page(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    trained(store, project)
    app = open_page("student", "Travel", student_part="Errors")
    app.switch_page("ui/pages/schema.py").run()
    assert app.segmented_control(key="part").value == "Seeds"
    assert "part" not in app.query_params

"""The Student page: what it is for, ordering a training, what came of one."""

from __future__ import annotations

from backend.domain.utterance import Span, Utterance
from backend.students.latency import Latency
from backend.students.metrics import Figures, LabelFigures, Shares
from backend.students.prints import print_of
from backend.students.resampling import Estimate
from backend.students.student import Prediction
from jobs.asking import order_ask
from jobs.student_answers import answer_columns
from jobs.student_curve import CurveProgress, Point, progress_columns
from jobs.student_tests import MeasuredTest
from jobs.student_tests import result_columns as measured_columns
from jobs.students import StudentProgress, StudentResult, order_student, result_columns
from storage import runs
from storage.engine import Store
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.projects import project_by_id
from storage.student_answers import save_answers, save_learnt
from storage.student_tasks import list_tasks
from storage.students import list_students, measured_students, student_by_uid
from storage.tables import ASK, CURVE, TEST, Insight, Project, StudentRow, StudentTask
from tests.conftest import pending
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts
from ui.sections.student_retraining import as_it_went


def accepted(store: Store, project: Project, number: int = 6) -> None:
    """Accepted examples of both intents."""
    with store.write() as session:
        for intent in ("book_trip", "cancel_trip"):
            rows = [Utterance(f"{intent} {at} please", intent) for at in range(number)]
            add_examples(project.id, rows, origin="imported", status="accepted", provenance={}, session=session)


def figures(value: float) -> Figures:
    share = Estimate(value, value - 0.1, value + 0.1)
    intents = {"book_trip": LabelFigures(1.0, 0.9, 0.95, 9), "cancel_trip": LabelFigures(0.5, 0.4, 0.44, 5)}
    return Figures(Shares(14, share, share, share), {}, intents, {"city": LabelFigures(0.7, 0.6, 0.65, 7)})


def trained(store: Store, project: Project, *, shares_seeds: bool = False) -> StudentRow:
    row, _new = order_student(store, project.id)
    result = StudentResult(40, 8, 14, figures(0.8), shares_seeds, Latency(8.4, 20.0, 100))
    with store.write() as session:
        runs.start(StudentRow, row.id, "training", session=session)
        runs.finish(StudentRow, row.uid, "done", result=result_columns(result), folder="/nowhere", session=session)
        return student_by_uid(row.uid, session=session)


def test_with_one_intent_the_page_says_what_is_missing(open_page: OpenPage, project: Project) -> None:
    assert "needs accepted examples of two or more" in texts(open_page("student", "Travel"))


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


def answered(store: Store, project: Project, text: str = "take me to rome") -> StudentTask:
    task = order_ask(store, project.id, text)
    said = {
        "intent": "cancel_trip",
        "confidence": 0.61,
        "spans": [[11, 15, "city"]],
        "runners_up": [["book_trip", 0.39]],
        "milliseconds": 8.2,
    }
    with store.write() as session:
        runs.finish(StudentTask, task.uid, "done", result=said, session=session)
    return task


def test_a_sentence_waits_for_the_worker_and_says_so(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    trained(store, project)
    app = open_page("student", "Travel")
    app.text_input(key="ask-text").set_value("take me to rome")
    app.button(key="FormSubmitter:ask-Ask the student").click().run()
    assert not app.exception
    assert "No worker is running: it is asked as soon as one is." in texts(app)
    with store.read() as session:
        (task,) = list_tasks(project.id, ASK, session=session)
    assert task.spec == {"text": "take me to rome"}


def test_what_the_student_said_is_corrected_and_kept_as_a_seed(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    trained(store, project)
    name = f"correct-{answered(store, project).id}"
    app = open_page("student", "Travel")
    said = texts(app)
    assert "cancel_trip" in said
    assert "61.0%" in said
    assert "book_trip 39%" in said
    assert "8 ms" in said
    app.toggle(key=f"{name}-open").set_value(True).run()
    assert app.text_input(key=f"{name}.0").value == "take me to [city : rome]"
    app.selectbox(key=f"{name}-intent").set_value("book_trip").run()
    app.button(key=f"save-{name}").click().run()
    assert not app.exception
    with store.read() as session:
        seeds = find_examples(project.id, ExampleFilter(origin="seed"), session=session)
    assert [(seed.text, seed.intent, seed.spans) for seed in seeds][-1] == (
        "take me to rome",
        "book_trip",
        [[11, 15, "city"]],
    )
    assert "Kept as a seed" in texts(app)


def test_a_sentence_that_failed_says_why(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    trained(store, project)
    task = order_ask(store, project.id, HOSTILE[0])
    with store.write() as session:
        runs.finish(StudentTask, task.uid, "failed", error="no student in folder", session=session)
    app = open_page("student", "Travel")
    assert "no student in folder" in texts(app)
    assert HOSTILE[0] in texts(app)
    assert HOSTILE[0] not in read_as_markdown(app)


def measured(store: Store, row: StudentRow, gold: list[Utterance], said: list[Prediction]) -> None:
    with store.write() as session:
        save_answers(row.id, None, answer_columns(gold, said), session=session)


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
    assert "None accepted yet; half of the others have 6 or more." in shown
    found = [link.proto.query_string for link in app.main.get("page_link") if link.proto.label.startswith("Generate")]
    wanted = "intent=book_trip&language=English&count=20&slots=Slot+by+slot&slot%3Abook_trip%3Acity=any+value+%28%2A%29"
    assert f"project=Travel&{wanted}" in found
    generate = open_page("generate", "Travel", intent="cancel_trip", language="German", count="20")
    assert generate.multiselect(key="language").value == ["German"]
    assert generate.selectbox(key="intent").value == "cancel_trip"


def test_two_students_are_compared_on_what_neither_learnt_from(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    gold = [Utterance(f"take me to rome {at}", "book_trip") for at in range(12)]
    right, wrong = Prediction("book_trip", 0.9, ()), Prediction("cancel_trip", 0.9, ())
    earlier, later = trained(store, project), trained(store, project)
    measured(store, earlier, gold, [wrong] * 10 + [right] * 2)
    measured(store, later, gold[1:], [right] * 11)
    app = open_page("student", "Travel", part="Compare")
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
    app = open_page("student", "Travel", part="Compare")
    app.selectbox(key="against").set_value(app.selectbox(key="against").options[1]).run()
    assert "nothing is kept of what one of the students was measured on" in texts(app)
    app.selectbox(key="against").set_value(app.selectbox(key="against").options[0]).run()
    app.button(key="train-seeds").click().run()
    assert "nothing is kept of what this student was measured on" in texts(app)


def test_a_learning_curve_shows_its_points_as_they_come(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    trained(store, project)
    app = open_page("student", "Travel", part="Learning curve")
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
    with store.write() as session:
        runs.finish(StudentTask, task.uid, "done", session=session)
    app.run()
    said = texts(app)
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
    app = open_page("student", "Travel", part="Errors")
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
    assert "Its answers are not kept" in texts(open_page("student", "Travel", part="Errors"))
    measured(store, trained(store, project), [Utterance("one", "book_trip")], [Prediction("book_trip", 0.9, ())])
    assert "None of 1 example is wrong." in texts(open_page("student", "Travel", part="Errors"))


def test_a_test_file_is_read_compared_with_the_training_and_measured_on(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    row = trained(store, project)
    with store.write() as session:
        prints = [(1, *print_of(Utterance("book_trip 1 please", "book_trip")))]
        save_learnt(row.id, prints, session=session)
    lines = b"book_trip\tbook_trip 1 please\nbook_trip\ttake me to [city : rome]\nno tab\n"
    app = open_page("student", "Travel", part="Test file")
    app.file_uploader(key="test-file.0").upload("mine.txt", lines, "text/plain").run()
    said = texts(app)
    assert "Of 2 utterances, the student learnt from 1 word for word, and from 0 but for the values" in said
    assert "1 line is left out:" in said
    app.button(key="measure").click().run()
    assert not app.exception
    assert "0 of 2 utterances" in texts(app)
    with store.read() as session:
        (task,) = list_tasks(project.id, TEST, session=session)
    gold = [Utterance("one", "book_trip"), Utterance("two", "book_trip")]
    said_of_them = [Prediction("cancel_trip", 0.8, ()), Prediction("book_trip", 0.8, ())]
    with store.write() as session:
        save_answers(row.id, task.id, answer_columns(gold, said_of_them), session=session)
        result = MeasuredTest(figures(0.5), figures(0.4).overall)
        runs.finish(StudentTask, task.uid, "done", result=measured_columns(result), session=session)
    said = texts(open_page("student", "Travel", part="Test file"))
    assert "mine.txt" in said
    assert "50.0% (40.0% to 60.0%)" in said
    assert "40.0% (30.0% to 50.0%)" in said
    assert "book_trip taken for cancel_trip: 1 time" in said


def test_a_test_file_that_cannot_be_read_says_why(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    trained(store, project)
    app = open_page("student", "Travel", part="Test file")
    app.file_uploader(key="test-file.0").upload("mine.csv", b"a,b\n1,2\n", "text/csv").run()
    assert not app.exception
    assert "CSV without a column called text" in texts(app)
    assert not [button for button in app.button if button.key == "measure"]


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
    curve = open_page("student", "Travel", part="Learning curve")
    assert "As the review went on" in [one.value for one in curve.subheader]

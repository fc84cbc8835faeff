"""The Student page: a sentence that the student is asked, and what it said corrected."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from jobs.asking import order_ask
from storage import runs
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.student_tasks import list_tasks
from storage.tables import ASK, Project, StudentTask
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts
from tests.ui.pages.students import accepted, trained


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


def opened(open_page: OpenPage, project: Project, task: StudentTask) -> AppTest:
    """The page in the session that asked."""
    app = open_page("student", project.name)
    app.session_state[f"student.asked.{project.id}"] = task.uid
    return app.run()


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
    task = answered(store, project)
    name = f"correct-{task.id}"
    app = opened(open_page, project, task)
    said = texts(app)
    assert "cancel_trip" in said
    assert "61.0%" in said
    assert "book_trip 39%" in said
    assert "8 ms" in said
    app.toggle(key=f"{name}-open").set_value(True).run()
    assert app.text_input(key=name).value == "take me to [city : rome]"
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
    app = opened(open_page, project, task)
    assert "no student in folder" in texts(app)
    assert HOSTILE[0] in texts(app)
    assert HOSTILE[0] not in read_as_markdown(app)


def test_what_an_earlier_student_said_is_not_shown_as_the_latest_one_s(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    trained(store, project)
    task = answered(store, project)
    assert "61.0%" in texts(opened(open_page, project, task))
    trained(store, project)
    said = texts(opened(open_page, project, task))
    assert "61.0%" not in said
    assert "What is wrong can be corrected and kept as a seed." in said


def test_a_sentence_is_shown_to_nobody_else(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    trained(store, project)
    task = answered(store, project, "take me to nowhere")
    assert "cancel_trip" in texts(opened(open_page, project, task))
    said = texts(open_page("student", "Travel"))
    assert "nowhere" not in said
    assert "61.0%" not in said
    assert "What is wrong can be corrected and kept as a seed." in said

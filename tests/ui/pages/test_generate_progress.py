"""The Generate page: all that is shown of a job comes from the database."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.request import Request
from backend.domain.utterance import Span, Utterance
from storage import runs
from storage.engine import Store
from storage.jobs import cancel_requested, create_job, finish_job, start_job
from storage.projects import create_project
from storage.students import create_student
from storage.tables import Project, StudentRow, now
from storage.workers import heartbeat
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts
from tests.ui.pages.generating import arrive, running
from ui.sections.job_progress import left_in_words


def test_progress_yield_and_samples_come_from_the_database(open_page: OpenPage, store: Store, project: Project) -> None:
    job = running(store, project)
    arrive(store, job, 0, "to [1 lima ]", Utterance("to lima", "book_trip", "en", (Span(3, 7, "city"),)))
    arrive(store, job, 1, "to [1 lima", None, "opening bracket")
    app = open_page("generate", "Travel")
    assert "2 of 4 outputs, 1 kept" in texts(app)
    assert "1 candidate waits for review." in texts(app)
    outcome, dropped = (frame.value for frame in app.dataframe)
    assert list(outcome["Outcome"]) == ["kept", "dropped: could not be read"]
    assert list(dropped["Raw output"]) == ["to [1 lima"]
    assert list(dropped["Detail"]) == ["opening bracket"]


def test_what_waits_says_what_the_worker_is_at_and_where(open_page: OpenPage, store: Store, project: Project) -> None:
    with store.write() as session:
        job, _ = create_job(project.id, Request("book_trip"), teacher="t", sampling={}, session=session)
    assert "waiting for the worker · " in texts(open_page("generate", "Travel"))
    with store.write() as session:
        other = create_project("Kitchen", teacher="t", session=session)
        student, _ = create_student(other.id, {}, session=session)
        runs.start(StudentRow, student.id, "training", session=session)
    app = open_page("generate", "Travel")
    assert "waiting for the worker, behind the training of a student in “Kitchen”" in texts(app)
    with store.write() as session:
        start_job(job.id, teacher_card={}, session=session)
    assert "behind" not in texts(open_page("generate", "Travel"))


def test_how_long_it_will_take_is_said_once_there_is_a_pace() -> None:
    begun = now() - timedelta(minutes=2)
    assert left_in_words(begun, 9, 100) == left_in_words(None, 50, 100) == left_in_words(begun, 100, 100) == ""
    assert left_in_words(begun, 20, 100) == "; about 8 minutes left"


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

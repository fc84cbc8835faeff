"""The Student page: a test file, read and measured on."""

from __future__ import annotations

import pytest

from backend.domain.utterance import Utterance
from backend.students.prints import print_of
from backend.students.student import Prediction
from jobs.student_answers import answer_columns
from jobs.student_tests import MeasuredTest, Overlap, accepted_overlap
from jobs.student_tests import result_columns as measured_columns
from storage import runs
from storage.engine import Store
from storage.examples import add_examples
from storage.student_answers import save_answers, save_learnt
from storage.student_tasks import list_tasks
from storage.tables import TEST, Project, StudentTask
from tests.ui.conftest import OpenPage, texts
from tests.ui.pages.students import accepted, figures, trained


def test_a_test_file_is_read_compared_with_the_training_and_measured_on(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    row = trained(store, project)
    with store.write() as session:
        prints = [(1, *print_of(Utterance("book_trip 1 please", "book_trip")))]
        save_learnt(row.id, prints, session=session)
    lines = b"book_trip\tbook_trip 1 please\nbook_trip\ttake me to [city : rome]\nno tab\n"
    app = open_page("student", "Travel", student_part="Test file")
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
    said = texts(open_page("student", "Travel", student_part="Test file"))
    assert "mine.txt" in said
    assert "50.0% (40.0% to 60.0%)" in said
    assert "40.0% (30.0% to 50.0%)" in said
    assert "book_trip taken for cancel_trip: 1 time" in said


def test_a_test_file_that_cannot_be_read_says_why(open_page: OpenPage, store: Store, project: Project) -> None:
    accepted(store, project)
    trained(store, project)
    app = open_page("student", "Travel", student_part="Test file")
    app.file_uploader(key="test-file.0").upload("mine.csv", b"a,b\n1,2\n", "text/csv").run()
    assert not app.exception
    assert "CSV without a column called text" in texts(app)
    assert not [button for button in app.button if button.key == "measure"]


def test_a_test_file_is_compared_with_what_is_accepted_before_anything_is_trained(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    accepted(store, project)
    lines = b"book_trip\tTake me to [city : rome] on [day : monday]!\nbook_trip\ti want a weekend in [city : lima]\n"
    app = open_page("student", "Travel")
    app.file_uploader(key="test-file.0").upload("mine.txt", lines + b"cancel_trip\tnever mind <b>\nno tab\n").run()
    said = texts(app)
    assert "which the next student learns from, are word for word 1 of 3 utterances, and 1 but for the values" in said
    assert "1 line is left out:" in said
    assert not [button for button in app.button if button.key == "measure"]
    app.file_uploader(key="test-file.0").upload("other.txt", b"cancel_trip\tnever mind <b>\n").run()
    assert "which the next student learns from, are none of 1 utterance." in texts(app)


def test_a_file_is_compared_anew_where_it_or_what_is_accepted_is_another(
    open_page: OpenPage, store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []

    def noted(*given: object) -> Overlap:
        compared.append(given[-1])
        return accepted_overlap(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("ui.sections.test_upload.accepted_overlap", noted)
    accepted(store, project)
    app = open_page("student", "Travel")
    app.file_uploader(key="test-file.0").upload("mine.txt", b"cancel_trip\tnever mind\n").run()
    app.run()
    assert len(compared) == 1
    with store.write() as session:
        rows = [Utterance("never mind", "cancel_trip")]
        add_examples(project.id, rows, origin="imported", status="accepted", provenance={}, session=session)
    app.run()
    assert "are word for word 1 of 1 utterance" in texts(app)
    app.file_uploader(key="test-file.0").upload("mine.txt", b"cancel_trip\tforget it\n").run()
    assert "are none of 1 utterance." in texts(app)
    assert len(compared) == 3

"""A student is measured on an uploaded file: read, compared with what it learnt from, answered, kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backend.domain.errors import InvalidValue, NotFound
from backend.formats import jsonl_file
from backend.formats.record import Record
from backend.students.prints import print_of
from jobs import student_tests
from jobs.settings import Settings
from jobs.student_curve import cancel_task
from jobs.student_mistakes import mistakes_of
from jobs.student_test_run import clear_away_tests, run_test
from jobs.student_tests import laid_down_test, measured_test, order_test, ordered_test, read_test, unknown_labels
from storage import runs
from storage.engine import Store
from storage.student_answers import save_learnt
from storage.student_tasks import task_by_uid
from storage.students import create_student, student_by_uid
from storage.tables import Project, StudentRow, StudentTask
from tests.backend.students.conftest import trips

TRIPS = "".join(jsonl_file.write(Record(one, "imported")) for one in trips()).encode()


def trained(store: Store, project: Project, folder: Path) -> StudentRow:
    with store.write() as session:
        row, _new = create_student(project.id, {}, session=session)
        save_learnt(row.id, [(at, *print_of(one)) for at, one in enumerate(trips()[:10])], session=session)
        runs.finish(StudentRow, row.uid, "done", folder=str(folder), session=session)
        return student_by_uid(row.uid, session=session)


def look(store: Store, uid: str) -> StudentTask:
    with store.read() as session:
        return task_by_uid(uid, session=session)


def test_figures_errors_and_overlap_of_an_uploaded_file_are_kept(
    store: Store, project: Project, student_folder: Path
) -> None:
    student = trained(store, project, student_folder)
    read = read_test("trips.jsonl", TRIPS + b'{"text": "no intent here"}\n', language="en")
    assert [one.number for one in read.refused] == [49]
    task, new = order_test(store, student.uid, read, Settings())
    assert new
    assert laid_down_test(task.uid, Settings()).is_file()
    assert run_test(store, task.uid, Settings())
    done = look(store, task.uid)
    about, result = ordered_test(done), measured_test(done)
    assert (about.name, about.utterances, about.refused) == ("trips.jsonl", 48, 1)
    assert about.exact == 10
    assert about.delexicalised == 2  # the same words, with other cities and days
    assert result is not None
    assert result.figures.overall.utterances == 48
    assert result.figures.overall.intent_accuracy.value > 0.9
    assert result.unseen is not None
    assert result.unseen.utterances == 36
    found = mistakes_of(store, student.id, done.id)
    assert found is not None
    assert len(found.gold) == 48
    assert len(found.wrong) == 48 - round(48 * result.figures.overall.frame_accuracy.value)
    assert mistakes_of(store, student.id) is None
    assert not laid_down_test(task.uid, Settings()).exists()


def test_a_test_is_cancelled_and_one_whose_file_is_gone_says_so(store: Store, project: Project, tmp_path: Path) -> None:
    student = trained(store, project, tmp_path)
    read = read_test("trips.jsonl", TRIPS, language="en")
    first, _ = order_test(store, student.uid, read, Settings())
    assert order_test(store, student.uid, read, Settings())[1] is False
    cancel_task(store, first.uid)
    assert not run_test(store, first.uid, Settings())
    second, _ = order_test(store, student.uid, read, Settings())
    laid_down_test(second.uid, Settings()).unlink()
    with pytest.raises(NotFound, match="no file"):
        run_test(store, second.uid, Settings())


def test_files_that_cannot_be_measured_on_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidValue, match="without a line that can be read"):
        read_test("t.txt", b"no intent\n", language="en")
    monkeypatch.setattr(student_tests, "MOST", 10)
    with pytest.raises(InvalidValue, match="test file of 48 utterances, at most 10"):
        read_test("trips.jsonl", TRIPS, language="en")


def test_labels_that_a_student_cannot_say_are_named(store: Store, project: Project, student_folder: Path) -> None:
    student = trained(store, project, student_folder)
    lines = "book_trip\tto [town : rome]\nother\thello there\ncancel_trip\tcall off trip 3\n"
    read = read_test("t.txt", lines.encode(), language="en")
    assert unknown_labels(student, read.utterances) == ("intent other", "slot town")
    assert unknown_labels(trained(store, project, Path("/nowhere")), read.utterances) == ()


def test_files_of_tests_that_ended_are_cleared_away_after_a_day(store: Store, project: Project, tmp_path: Path) -> None:
    student = trained(store, project, tmp_path)
    read = read_test("trips.jsonl", TRIPS, language="en")
    ended, _ = order_test(store, student.uid, read, Settings())
    cancel_task(store, ended.uid)
    waiting, _ = order_test(store, student.uid, read, Settings())
    files = [laid_down_test(task.uid, Settings()) for task in (ended, waiting)]
    clear_away_tests(store, Settings())
    assert all(file.is_file() for file in files)
    for file in files:
        os.utime(file, (0, 0))
    clear_away_tests(store, Settings())
    assert [file.is_file() for file in files] == [False, True]

"""A student that the worker trains again by itself: ordered when enough was decided, and out of everybody's way."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
import torch

from backend.domain.request import Request
from backend.students.one_core import on_one_core
from jobs import retraining, worker, workflow
from jobs.analysing import Analyser
from jobs.generating import order_generation
from jobs.retraining import clear_earlier, gives_way, looks, order_due
from jobs.settings import Settings
from jobs.student_run import run_student
from jobs.students import StudentOrder, order_student, student_order
from storage import runs
from storage.engine import Store
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.retraining import set_retrain_after
from storage.students import create_student, student_by_uid
from storage.tables import Project, StudentRow
from tests.backend.students.conftest import settings, trips
from tests.storage.reviewing import decided


@pytest.fixture
def reviewed(store: Store, project: Project) -> Project:
    """A project with enough accepted examples, of which one was just decided, and that wants one decision."""
    with store.write() as session:
        add_examples(project.id, trips(), origin="imported", status="accepted", provenance={}, session=session)
        set_retrain_after(project.id, 1, session=session)
    with store.read() as session:
        (row, *_) = find_examples(project.id, ExampleFilter(status="accepted"), session=session)
    decided(store, row, "flag")
    return project


def test_the_worker_orders_it_by_itself_unless_somebody_waits_for_a_job(
    store: Store, reviewed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retraining, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(workflow, "launch", lambda *_: None)
    monkeypatch.setattr(workflow, "dispatch", lambda *_: None)
    monkeypatch.setattr(Analyser, "run", lambda self, stop: None)
    ordered = []
    for only in (("a-job",), ()):
        looks_left = iter((False, True))
        worker.run(store, Settings(encoder="hashing"), until=lambda: next(looks_left), only=only)  # noqa: B023
        with store.read() as session:
            ordered.append([row.background for row in runs.active(StudentRow, session=session)])
    assert ordered == [[], [True]]


def test_it_is_ordered_once_as_the_latest_student_was_trained(store: Store, reviewed: Project) -> None:
    order = StudentOrder(replace(settings("tiny"), seed=3))
    with store.write() as session:
        set_retrain_after(reviewed.id, 0, session=session)
    assert order_due(store) is None
    first, _new = order_student(store, reviewed.id, order)
    with store.write() as session:
        runs.finish(StudentRow, first.uid, "done", session=session)
        set_retrain_after(reviewed.id, 1, session=session)
    assert order_due(store) is None, "nothing was decided since"
    with store.read() as session:
        (row, *_) = find_examples(reviewed.id, ExampleFilter(status="accepted"), session=session)
    decided(store, row, "flag")
    row = order_due(store)
    assert row is not None
    assert (row.background, student_order(row)) == (True, order)
    assert order_due(store) is None


def test_where_too_little_is_accepted_nothing_is_ordered(store: Store, project: Project) -> None:
    with store.write() as session:
        set_retrain_after(project.id, 1, session=session)
    with store.read() as session:
        (row, *_) = find_examples(project.id, ExampleFilter(status="accepted"), session=session)
    decided(store, row, "flag")
    assert order_due(store) is None


def test_what_somebody_orders_stops_one_in_the_background_only(
    store: Store, reviewed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = order_due(store)
    assert row is not None
    assert not gives_way(store, row)
    order_generation(store, reviewed.id, Request("book_trip", count=4))
    assert gives_way(store, row)
    assert not run_student(store, row.uid, Settings()), "it stops before it has loaded anything"
    row.background = False
    assert not gives_way(store, row)
    dropped: list[int] = []
    monkeypatch.setattr(retraining, "drop_teacher", lambda: dropped.append(1))
    retraining.make_room(row)
    row.background = True
    monkeypatch.setattr(retraining, "_ROOM", 0)
    retraining.make_room(row)
    assert dropped == [1], "the teacher stays open beside one in the background, where there is room"


def test_folders_of_earlier_ones_in_the_background_go(store: Store, project: Project) -> None:
    told = Settings()
    rows = []
    for background in (True, False, True):
        with store.write() as session:
            row, _new = create_student(project.id, {}, background=background, session=session)
            folder = told.students_dir / row.uid
            folder.mkdir(parents=True)
            runs.finish(StudentRow, row.uid, "done", folder=str(folder.resolve()), session=session)
            rows.append((row.uid, folder))
    clear_earlier(store, rows[1][0], told)
    assert all(folder.is_dir() for _, folder in rows), "one that somebody ordered takes no one's place"
    clear_earlier(store, rows[2][0], told)
    assert [folder.is_dir() for _, folder in rows] == [False, True, True]
    with store.read() as session:
        assert student_by_uid(rows[0][0], session=session).folder == ""


def test_the_worker_looks_every_few_seconds(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Store] = []
    monkeypatch.setattr(retraining, "order_due", looked.append)
    look = looks(store)
    for seconds in (1.0, 4.9, 5.1, 9.0, 10.2):
        look(seconds)
    assert looked == [store, store]


def test_one_core_is_for_the_thread_that_wants_it() -> None:
    before = torch.get_num_threads()
    inside: list[int] = []

    def compute() -> None:
        with on_one_core():
            inside.append(torch.get_num_threads())

    thread = threading.Thread(target=compute)
    thread.start()
    thread.join()
    with on_one_core(False):
        inside.append(torch.get_num_threads())
    assert inside == [1, before]

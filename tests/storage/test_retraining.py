"""When a project's student is to be trained again by itself."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.request import Request
from storage import runs
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.jobs import create_job
from storage.retraining import earlier_in_background, others_wait, projects_to_retrain, set_retrain_after
from storage.student_tasks import create_task
from storage.students import create_student, list_students, measured_students
from storage.tables import ASK, CURVE, TEST, Insight, Project, StudentRow, StudentTask
from tests.conftest import pending
from tests.postgres import on_both
from tests.storage.reviewing import decided


def due(store: Store) -> list[int]:
    with store.read() as session:
        return projects_to_retrain(session=session)


def wanted_after(store: Store, project: Project, decisions: int) -> None:
    with store.write() as session:
        set_retrain_after(project.id, decisions, session=session)


def trained(
    store: Store, project: Project, status: str, *, background: bool = True, cancel: bool = False
) -> StudentRow:
    with store.write() as session:
        row, new = create_student(project.id, {}, background=background, session=session)
        assert new
        row.cancel_requested = cancel
        session.flush()
        runs.finish(StudentRow, row.uid, status, session=session)
        return row


@on_both
def test_it_is_due_after_so_many_decisions_since_the_last_training(store: Store, project: Project) -> None:
    rows = pending(store, project, *(f"number {number}" for number in range(6)))
    assert due(store) == []
    wanted_after(store, project, 2)
    decided(store, rows[0], "accept")
    assert due(store) == []
    decided(store, rows[1], "reject")
    assert due(store) == [project.id]
    trained(store, project, "failed")
    assert due(store) == [], "what failed is not tried again before more is decided"
    for row in rows[2:4]:
        decided(store, row, "accept")
    trained(store, project, "cancelled")
    assert due(store) == [project.id], "one that gave way is owed still"
    trained(store, project, "cancelled", cancel=True)
    assert due(store) == []
    for row in rows[4:]:
        decided(store, row, "accept")
    assert due(store) == [project.id]
    wanted_after(store, project, 0)
    assert due(store) == []


def test_a_number_that_is_none_is_refused(store: Store, project: Project) -> None:
    with pytest.raises(InvalidValue, match="Give 0"):
        wanted_after(store, project, -1)


def test_whatever_somebody_ordered_comes_first_but_for_a_sentence(store: Store, project: Project) -> None:
    with store.write() as session:
        mine, _new = create_student(project.id, {}, background=True, session=session)
        create_task(project.id, ASK, {}, session=session)
        assert not others_wait(mine.uid, session=session)
        task, _new_task = create_task(project.id, CURVE, {}, session=session)
        assert others_wait(mine.uid, session=session)
        task.status = "done"
        session.flush()
        assert not others_wait(mine.uid, session=session)
        mine.background = False
        session.flush()
        assert others_wait("", session=session), "a training that somebody ordered"
        mine.background = True
        session.flush()
        create_job(project.id, Request("book_trip"), teacher="t", sampling={}, session=session)
        assert others_wait(mine.uid, session=session)


def test_one_that_is_asked_something_is_kept_until_that_is_answered(store: Store, project: Project) -> None:
    first, later = trained(store, project, "done"), trained(store, project, "done")

    def earlier() -> list[int]:
        return [one.id for one in earlier_in_background(later, session=session)]

    with store.write() as session:
        first.folder = "/students/first"
        session.add(first)
        session.flush()
        assert earlier() == [first.id]
        task, _new = create_task(project.id, TEST, {}, student_id=first.id, session=session)
        assert earlier() == []
        runs.finish(StudentTask, task.uid, "done", session=session)
        assert earlier() == [first.id]


def test_what_gave_way_is_not_listed_and_what_is_done_is_in_order(store: Store, project: Project) -> None:
    first = trained(store, project, "done")
    trained(store, project, "cancelled")
    stopped = trained(store, project, "cancelled", cancel=True)
    last = trained(store, project, "done", background=False)
    with store.read() as session:
        assert [row.id for row in list_students(project.id, session=session)] == [last.id, stopped.id, first.id]
        assert [row.id for row in measured_students(project.id, session=session)] == [first.id, last.id]


@on_both
def test_candidates_that_the_student_reads_otherwise_are_asked_for(store: Store, project: Project) -> None:
    one, two, _three = pending(store, project, "one", "two", "three")
    with store.write() as session:
        for row, check in ((one, "student-agrees"), (two, "no-markup")):
            doubts = [{"check": check, "passed": False, "detail": "x"}]
            session.add(Insight(example_id=row.id, fingerprint=row.fingerprint, doubt=0.5, doubts=doubts))
    with store.read() as session:
        texts = {
            doubt: [row.text for row in find_examples(project.id, wanted, limit=9, session=session)]
            for doubt in ("student", "some", "none")
            for wanted in [ExampleFilter(status="pending", doubt=doubt)]
        }
    assert {doubt: sorted(found) for doubt, found in texts.items()} == {
        "student": ["one"],
        "some": ["one", "two"],
        "none": ["three"],
    }

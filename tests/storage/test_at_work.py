from __future__ import annotations

from datetime import timedelta

from backend.domain.request import Request
from storage import runs
from storage.at_work import GENERATION, STUDENT, AtWork, at_work
from storage.engine import Store
from storage.jobs import create_job, start_job
from storage.projects import create_project
from storage.student_tasks import create_task
from storage.students import create_student
from storage.tables import ASK, CURVE, Job, Project, StudentRow, StudentTask, now
from tests.postgres import on_both

pytestmark = on_both


def at_work_now(store: Store) -> AtWork | None:
    with store.read() as session:
        return at_work(session=session)


def ordered(store: Store, project: Project) -> Job:
    with store.write() as session:
        return create_job(project.id, Request("book_trip"), teacher="t", sampling={}, session=session)[0]


def test_what_only_waits_or_is_a_sentence_is_not_what_the_worker_is_at(store: Store, project: Project) -> None:
    assert at_work_now(store) is None
    ordered(store, project)
    with store.write() as session:
        task, _ = create_task(project.id, ASK, {}, session=session)
        runs.start(StudentTask, task.id, "", session=session)
    assert at_work_now(store) is None


def test_it_is_at_what_began_first_whatever_that_is(store: Store, project: Project) -> None:
    job = ordered(store, project)
    with store.write() as session:
        start_job(job.id, teacher_card={}, session=session)
    assert at_work_now(store) == AtWork(GENERATION, project.id, "Travel")
    with store.write() as session:
        other = create_project("Kitchen", teacher="t", session=session)
        row, _ = create_student(other.id, {}, session=session)
        runs.start(StudentRow, row.id, "training", session=session)
        curve, _ = create_task(other.id, CURVE, {}, session=session)
        runs.start(StudentTask, curve.id, "", session=session)
        session.get_one(StudentRow, row.id).started_at = now() - timedelta(hours=1)
    assert at_work_now(store) == AtWork(STUDENT, other.id, "Kitchen")
    with store.write() as session:
        runs.finish(StudentRow, row.uid, "done", session=session)
        session.get_one(StudentTask, curve.id).started_at = now() - timedelta(hours=1)
    assert at_work_now(store) == AtWork(CURVE, other.id, "Kitchen")

from __future__ import annotations

import pytest

from backend.domain.errors import Conflict, NotFound
from storage import runs
from storage.engine import Store
from storage.projects import delete_project
from storage.student_tasks import ASKED_KEPT, active_task, create_task, list_tasks, task_by_uid
from storage.students import create_student
from storage.tables import ASK, CURVE, TEST, Project, StudentTask


def queued(store: Store, project: Project, kind: str, **spec: object) -> tuple[StudentTask, bool]:
    with store.write() as session:
        return create_task(project.id, kind, spec, session=session)


def ended(store: Store, task: StudentTask) -> None:
    with store.write() as session:
        runs.finish(StudentTask, task.uid, "done", session=session)


def test_one_curve_and_one_test_are_active_but_any_number_of_sentences(store: Store, project: Project) -> None:
    curve, new = queued(store, project, CURVE)
    again, second = queued(store, project, CURVE)
    assert (new, second, again.uid) == (True, False, curve.uid)
    assert queued(store, project, TEST)[1]
    assert queued(store, project, ASK, text="one")[0].uid != queued(store, project, ASK, text="two")[0].uid
    with store.read() as session:
        assert len(runs.active(StudentTask, session=session)) == 4
        last = active_task(project.id, ASK, session=session)
        assert last is not None
        assert last.spec == {"text": "two"}


def test_sentences_of_long_ago_are_forgotten_once_they_are_answered(store: Store, project: Project) -> None:
    tasks = [queued(store, project, ASK, text=str(at))[0] for at in range(ASKED_KEPT + 2)]
    for task in tasks[1:]:
        ended(store, task)
    queued(store, project, ASK, text="last")
    with store.read() as session:
        kept = [task.spec["text"] for task in list_tasks(project.id, ASK, limit=100, session=session)]
    assert kept == ["last", *(str(at) for at in range(ASKED_KEPT + 1, 2, -1)), "0"]


def test_tasks_go_with_their_project_but_a_curve_keeps_it_until_it_has_ended(store: Store, project: Project) -> None:
    with store.write() as session:
        student, _new = create_student(project.id, {}, session=session)
        runs.cancel(student, session=session)
        asked, _new = create_task(project.id, ASK, {"text": "hello"}, student_id=student.id, session=session)
    curve, _new = queued(store, project, CURVE)
    with pytest.raises(Conflict, match="at work on a student's 'curve'"), store.write() as session:
        delete_project(project.id, session=session)
    ended(store, curve)
    with store.write() as session:
        delete_project(project.id, session=session)
    with store.read() as session, pytest.raises(NotFound, match="no task of a student"):
        task_by_uid(asked.uid, session=session)

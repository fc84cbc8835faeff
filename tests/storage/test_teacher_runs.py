from __future__ import annotations

import pytest

from backend.domain.errors import Conflict, NotFound
from storage import runs
from storage.engine import Store
from storage.projects import create_project, delete_project
from storage.tables import TRIAL, TUNING, Project, TeacherRun
from storage.teacher_runs import (
    active_runs,
    cancel_run,
    create_run,
    finish_run,
    last_trial,
    list_runs,
    run_by_uid,
    start_run,
)
from tests.postgres import on_both

pytestmark = on_both


def queued(store: Store, project: Project, kind: str = TRIAL, **more: str) -> tuple[TeacherRun, bool]:
    with store.write() as session:
        return create_run(project.id, kind, teacher="t", spec={"a": 1}, session=session, **more)  # type: ignore[arg-type]


def look(store: Store, run: TeacherRun) -> TeacherRun:
    with store.read() as session:
        return run_by_uid(run.uid, session=session)


def test_one_of_a_kind_is_active_in_a_project(store: Store, project: Project) -> None:
    run, new = queued(store, project)
    again, second = queued(store, project)
    tuning, third = queued(store, project, TUNING, target="mine")
    assert (new, second, third) == (True, False, True)
    assert again.uid == run.uid
    with store.read() as session:
        assert [one.uid for one in active_runs(session=session)] == [run.uid, tuning.uid]
        assert [one.uid for one in list_runs(project.id, TUNING, session=session)] == [tuning.uid]


def test_two_projects_do_not_make_a_teacher_of_one_name_at_once(store: Store, project: Project) -> None:
    run, _ = queued(store, project, TUNING, target="mine")
    with store.write() as session:
        other = create_project("Other", teacher="t", session=session)
    with pytest.raises(Conflict, match="'mine'"):
        queued(store, other, TUNING, target="mine")
    with store.write() as session:
        finish_run(run.uid, "cancelled", session=session)
    assert queued(store, other, TUNING, target="mine")[1]


def test_one_that_waits_is_cancelled_at_once_one_at_work_is_asked(store: Store, project: Project) -> None:
    waiting, _ = queued(store, project)
    working, _ = queued(store, project, TUNING)
    with store.write() as session:
        start_run(working.id, "tuning", session=session)
        cancel_run(waiting.uid, session=session)
        cancel_run(working.uid, session=session)
    assert look(store, waiting).status == "cancelled"
    assert (look(store, working).status, look(store, working).phase) == ("running", "tuning")
    with store.read() as session:
        assert runs.cancelled(TeacherRun, working.id, session=session)
    with pytest.raises(Conflict, match="'cancelled'"), store.write() as session:
        cancel_run(waiting.uid, session=session)


def test_one_that_has_ended_stays_as_it_ended(store: Store, project: Project) -> None:
    run, _ = queued(store, project)
    with store.write() as session:
        finish_run(run.uid, "done", result={"device": "cpu"}, session=session)
        finish_run(run.uid, "failed", error="late", session=session)
        start_run(run.id, "again", session=session)
    ended = look(store, run)
    assert (ended.status, ended.result, ended.error, ended.phase) == ("done", {"device": "cpu"}, "", "")
    with store.read() as session:
        found = last_trial("t", session=session)
    assert found is not None
    assert found.uid == run.uid


def test_a_project_goes_with_its_runs_but_not_while_one_is_active(store: Store, project: Project) -> None:
    run, _ = queued(store, project)
    with pytest.raises(Conflict, match="trial is still at work"), store.write() as session:
        delete_project(project.id, session=session)
    with store.write() as session:
        finish_run(run.uid, "done", session=session)
        delete_project(project.id, session=session)
    with pytest.raises(NotFound):
        look(store, run)
    with store.read() as session:
        assert runs.cancelled(TeacherRun, run.id, session=session)

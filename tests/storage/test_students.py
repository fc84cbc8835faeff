from __future__ import annotations

import pytest

from backend.domain.errors import Conflict, NotFound
from storage import runs
from storage.engine import Store
from storage.projects import create_project, delete_project
from storage.renaming import rename_label
from storage.students import create_student, latest_student, list_students, student_by_uid
from storage.tables import Project, StudentRow


def queued(store: Store, project: Project) -> tuple[StudentRow, bool]:
    with store.write() as session:
        return create_student(project.id, {"test": 0.2}, session=session)


def ended(store: Store, row: StudentRow, status: str, **columns: object) -> None:
    with store.write() as session:
        runs.finish(StudentRow, row.uid, status, session=session, **columns)


def test_one_training_is_active_in_a_project(store: Store, project: Project) -> None:
    row, new = queued(store, project)
    again, second = queued(store, project)
    assert (new, second, again.uid) == (True, False, row.uid)
    with store.write() as session:
        other = create_project("Other", teacher="t", session=session)
    assert queued(store, other)[1]
    with store.read() as session:
        assert [one.project_id for one in runs.active(StudentRow, session=session)] == [project.id, other.id]


def test_one_in_the_background_gives_way_to_what_somebody_orders_and_not_the_other_way(
    store: Store, project: Project
) -> None:
    def by_itself() -> tuple[StudentRow, bool]:
        with store.write() as session:
            return create_student(project.id, {}, background=True, session=session)

    first, _ = by_itself()
    assert by_itself()[0].uid == first.uid
    with store.write() as session:
        runs.start(StudentRow, first.id, "training", session=session)
    mine, new = queued(store, project)
    assert new
    assert by_itself() == (mine, False)
    with store.read() as session:
        assert runs.cancelled(StudentRow, first.id, session=session), "its run sees that it has ended"
        assert [one.uid for one in list_students(project.id, session=session)] == [mine.uid], "it only gave way"


def test_the_latest_student_is_the_last_that_is_done(store: Store, project: Project) -> None:
    with store.read() as session:
        assert latest_student(project.id, session=session) is None
    for status, folder in (("done", "/one"), ("done", "/two"), ("failed", ""), ("cancelled", "")):
        row, _ = queued(store, project)
        ended(store, row, status, folder=folder)
    queued(store, project)
    with store.read() as session:
        found = latest_student(project.id, session=session)
        statuses = [one.status for one in list_students(project.id, session=session)]
    assert found is not None
    assert found.folder == "/two"
    assert statuses == ["queued", "cancelled", "failed", "done", "done"]


def test_one_that_waits_is_cancelled_at_once_one_at_work_is_asked(store: Store, project: Project) -> None:
    row, _ = queued(store, project)
    with store.write() as session:
        runs.start(StudentRow, row.id, "training", session=session)
        runs.cancel(student_by_uid(row.uid, session=session), session=session)
        assert runs.cancelled(StudentRow, row.id, session=session)
        assert student_by_uid(row.uid, session=session).status == "running"
    ended(store, row, "cancelled")
    ended(store, row, "done", folder="/late")
    waiting, _ = queued(store, project)
    with store.write() as session:
        runs.cancel(student_by_uid(waiting.uid, session=session), session=session)
    with store.read() as session:
        rows = list_students(project.id, session=session)
    assert [(one.status, one.folder) for one in rows] == [("cancelled", ""), ("cancelled", "")]
    with pytest.raises(Conflict, match="'cancelled'"), store.write() as session:
        runs.cancel(student_by_uid(waiting.uid, session=session), session=session)


def test_a_project_goes_with_its_students_but_not_while_one_is_trained(store: Store, project: Project) -> None:
    row, _ = queued(store, project)
    with pytest.raises(Conflict, match="still being trained"), store.write() as session:
        delete_project(project.id, session=session)
    ended(store, row, "done", folder="/one")
    with store.write() as session:
        delete_project(project.id, session=session)
    with store.read() as session:
        assert runs.cancelled(StudentRow, row.id, session=session)
        with pytest.raises(NotFound, match="no student"):
            student_by_uid(row.uid, session=session)


def test_one_in_the_background_holds_no_renaming_and_no_deletion_up(store: Store, project: Project) -> None:
    with store.write() as session:
        row, _ = create_student(project.id, {}, background=True, session=session)
        runs.start(StudentRow, row.id, "training", session=session)
        rename_label(project.id, "slot", "city", "town", session=session)
        assert runs.cancelled(StudentRow, row.id, session=session), "it had begun with the old name"
        create_student(project.id, {}, background=True, session=session)
        delete_project(project.id, session=session)

"""Where students lie, also after the installation was moved."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from backend.students.card import KIND
from backend.teacher.adapter import CARD
from jobs.opening import open_store
from jobs.project_student import project_student
from jobs.retraining import clear_earlier
from jobs.settings import Settings, settings
from jobs.student_folders import folder_of, stored_as
from jobs.students import order_student
from storage import runs
from storage.engine import Store
from storage.students import create_student, student_by_uid
from storage.tables import Project, StudentRow
from tests.ui.pages.students import accepted


def trained(store: Store, project: Project, *, whole_path: bool = False) -> StudentRow:
    """A student as the worker leaves it; with its whole path as it was stored once."""
    accepted(store, project, 2)
    row, _ = order_student(store, project.id)
    folder = Settings().students_dir / row.uid
    folder.mkdir(parents=True)
    (folder / CARD).write_text(json.dumps({"kind": KIND}))
    stored = str(folder.resolve()) if whole_path else stored_as(folder, Settings())
    with store.write() as session:
        runs.start(StudentRow, row.id, "training", session=session)
        runs.finish(StudentRow, row.uid, "done", folder=stored, session=session)
        return student_by_uid(row.uid, session=session)


def test_a_folder_is_stored_from_the_data_directory_on(store: Store, project: Project) -> None:
    row = trained(store, project)
    assert row.folder == f"students/{row.uid}"
    assert folder_of(row) == Settings().data_dir / "students" / row.uid


@pytest.mark.parametrize("whole_path", [False, True])
@pytest.mark.parametrize("is_copied", [False, True])
def test_a_moved_installation_keeps_its_students(
    store: Store, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole_path: bool, is_copied: bool
) -> None:
    row = trained(store, project, whole_path=whole_path)
    before, moved = Settings().data_dir, tmp_path / "elsewhere" / "data"
    store.close()
    moved.parent.mkdir()
    shutil.move(before, moved)
    if is_copied:
        (before / "students" / row.uid).mkdir(parents=True)
    monkeypatch.setenv("TEACHSET_DATA_DIR", str(moved))
    settings.cache_clear()
    again = open_store(Settings())
    found = project_student(again, project.id)
    again.close()
    assert found is not None
    assert Path(found.folder) == moved / "students" / row.uid


def test_a_student_that_was_stored_elsewhere_on_purpose_is_still_found_there(
    store: Store, project: Project, tmp_path: Path
) -> None:
    row = trained(store, project, whole_path=True)
    elsewhere = Path(shutil.move(Settings().students_dir / row.uid, tmp_path / "mine"))
    row.folder = str(elsewhere)
    assert folder_of(row) == elsewhere


def test_a_student_whose_folder_was_cleared_away_is_nowhere(store: Store, project: Project) -> None:
    row = trained(store, project)
    row.background = True
    with store.write() as session:
        session.merge(row)
        later, _ = create_student(project.id, {}, background=True, session=session)
        runs.start(StudentRow, later.id, "training", session=session)
        runs.finish(StudentRow, later.uid, "done", folder=f"students/{later.uid}", session=session)
    clear_earlier(store, later.uid, Settings())
    with store.read() as session:
        cleared = student_by_uid(row.uid, session=session)
    assert cleared.folder == ""
    assert not folder_of(cleared).exists()

"""A project is deleted with the folders of its students."""

from __future__ import annotations

import pytest

from jobs.deleting import remove_project
from jobs.settings import Settings
from jobs.student_workflow import run_training
from jobs.students import order_student
from storage.engine import Store
from storage.tables import Project
from tests.jobs.students import without_measuring, without_training


def test_the_students_of_a_project_go_with_it(store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    without_training(monkeypatch)
    without_measuring(monkeypatch)
    row, _ = order_student(store, rich.id)
    assert run_training(store, row.uid, Settings())
    mine = Settings().students_dir / "mine"
    mine.mkdir()
    remove_project(store, rich.id, Settings())
    assert list(Settings().students_dir.iterdir()) == [mine]

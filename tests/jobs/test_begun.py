"""What was begun in the data directory and broken off is cleared away; nothing else that lies there."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobs.settings import Settings
from jobs.student_run import clear_away_students
from jobs.student_workflow import run_training
from jobs.students import order_student
from storage import runs
from storage.engine import Store
from storage.migrate import migrate
from storage.tables import Project, StudentRow
from tests.jobs.students import without_measuring, without_training


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """Another database that shares the data directory."""
    opened = Store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    migrate(opened)
    yield opened
    opened.close()


def killed(store: Store, project: Project, monkeypatch: pytest.MonkeyPatch) -> tuple[StudentRow, Path]:
    """A training whose worker was killed, and its folder."""

    def die(*given: Any) -> bool:
        given[3].mkdir(parents=True)
        raise KeyboardInterrupt

    monkeypatch.setattr("jobs.student_run._train", die)
    row, _ = order_student(store, project.id)
    with pytest.raises(KeyboardInterrupt):
        run_training(store, row.uid, Settings())
    return row, Settings().students_dir / row.uid


def test_folders_of_trainings_that_were_broken_off_are_cleared_away_after_a_day(
    store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, folder = killed(store, rich, monkeypatch)
    os.utime(folder, (0, 0))
    clear_away_students(store, Settings())
    assert folder.is_dir(), "it is begun anew"
    with store.write() as session:
        runs.finish(StudentRow, row.uid, "failed", session=session)
    os.utime(folder)
    clear_away_students(store, Settings())
    assert folder.is_dir()
    os.utime(folder, (0, 0))
    clear_away_students(store, Settings())
    assert not folder.exists(), "of one that failed nothing is ever loaded"
    assert list(Settings().begun_dir.rglob("*-*")) == []


def test_a_folder_that_somebody_put_among_the_students_is_never_cleared_away(
    store: Store, other: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as what `cli.py train travel --out var/students/mine` leaves, or a student of another database."""
    without_training(monkeypatch)
    without_measuring(monkeypatch)
    row, _ = order_student(store, rich.id)
    assert run_training(store, row.uid, Settings())
    for name in ("mine", row.uid, str(uuid.uuid4())):
        folder = Settings().students_dir / name
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder, (0, 0))
        clear_away_students(store, Settings())
        clear_away_students(other, Settings())
        assert folder.is_dir()


def test_what_another_database_began_is_its_own(
    store: Store, other: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, folder = killed(store, rich, monkeypatch)
    os.utime(folder, (0, 0))
    clear_away_students(other, Settings())
    assert folder.is_dir()

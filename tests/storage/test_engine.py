from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text

from backend.domain.errors import TeachsetError, Unavailable
from storage.engine import Store
from storage.projects import create_project, list_projects, project_by_id
from storage.tables import Project
from tests.conftest import pending


def test_two_writers_that_read_and_then_write_lose_no_update(store: Store, project: Project) -> None:
    with store.write() as session:
        session.execute(text("CREATE TABLE counter (n INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))

    def add_one(_: int) -> None:
        with store.write() as session:
            n = session.execute(text("SELECT n FROM counter")).scalar_one()
            session.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(80)))
    with store.read() as session:
        assert session.execute(text("SELECT n FROM counter")).scalar_one() == 80


def test_a_new_database_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    together = Barrier(8)

    def opened(url: str) -> str:
        store = Store(url)
        together.wait(60)
        with store.read() as session:
            return session.execute(text("PRAGMA journal_mode")).scalar_one()

    for number in range(10):
        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(opened, [f"sqlite:///{tmp_path}/new-{number}.sqlite"] * 8)) == {"wal"}


def test_a_write_that_raises_changes_nothing(store: Store) -> None:
    def fail_midway() -> None:
        with store.write() as session:
            create_project("Lost", teacher="x", session=session)
            raise TeachsetError("stop")

    with pytest.raises(TeachsetError, match="stop"):
        fail_midway()
    with store.read() as session:
        assert list_projects(session=session) == []


@pytest.mark.parametrize("in_savepoint", [False, True])
def test_a_full_disk_is_named_and_changes_nothing(store: Store, project: Project, in_savepoint: bool) -> None:
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    store.close()  # the limit holds for a connection; the pool's next one must be the limited one

    def fill_the_disk() -> None:
        with store.write() as session:
            session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            with session.begin_nested() if in_savepoint else nullcontext():
                for number in range(2000):
                    create_project(f"Project {number} {'x' * 40}", teacher="t" * 500, session=session)

    with pytest.raises(Unavailable) as refused:
        fill_the_disk()
    assert "the disk is full" in str(refused.value)
    assert "Free some disk space" in str(refused.value)
    with store.read() as session:
        assert [kept.name for kept in list_projects(session=session)] == [project.name]


def test_a_folder_that_is_no_database_is_refused_with_the_setting_to_change(tmp_path) -> None:
    store = Store(f"sqlite:///{tmp_path}")
    with pytest.raises(Unavailable, match="TEACHSET_DATABASE_URL"), store.read() as session:
        list_projects(session=session)


def test_a_reader_sees_only_what_was_committed(store: Store, project: Project) -> None:
    with store.write() as writing:
        row = project_by_id(project.id, session=writing)
        row.language = "fr"
        writing.add(row)
        writing.flush()
        with store.read() as reading:
            assert project_by_id(project.id, session=reading).language == "en"


def test_rows_of_a_project_cannot_outlive_it(store: Store, project: Project) -> None:
    pending(store, project, "one", "two")
    with store.write() as session:
        session.execute(text("DELETE FROM project"))
        assert session.execute(text("SELECT count(*) FROM example")).scalar_one() == 0

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from backend.domain.errors import Unavailable
from jobs.settings import Settings
from storage.engine import Store
from storage.migrate import migrate
from storage.tables import Table


def test_the_migrations_make_the_tables_that_the_code_declares(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_migrating_again_changes_nothing(store: Store) -> None:
    before = inspect(store.engine).get_table_names()
    migrate(store)
    assert inspect(store.engine).get_table_names() == before


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(store: Store) -> None:
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable) as refused:
        migrate(store)
    assert "newer Teachset, version '9999'" in str(refused.value)
    with store.read() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"


def test_server_and_worker_may_migrate_a_new_database_at_once(data_dir: Path) -> None:
    code = "from jobs.opening import open_store; from jobs.settings import Settings; open_store(Settings())"
    started = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    assert [process.wait(60) for process in started] == [0, 0, 0, 0]
    assert "example" in inspect(Store(Settings().storage_url).engine).get_table_names()

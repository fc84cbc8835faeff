from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from backend.domain.errors import Unavailable
from jobs.settings import Settings
from storage.engine import Store
from storage.jobs import job_by_uid
from storage.migrate import MIGRATIONS, migrate
from storage.outputs import job_yield
from storage.tables import Table

OLD_ROWS = (
    "INSERT INTO project (id, name, name_key, language, teacher, created_at) "
    "VALUES (1, 'Old', 'old', 'en', 't', '2026-01-01 00:00:00')",
    "INSERT INTO intent (id, project_id, name, description) VALUES (1, 1, 'go', '')",
    "INSERT INTO job (id, uid, project_id, intent, method, language, teacher, request, request_key, sampling, "
    "teacher_card, status, phase, total, batch_size, cancel_requested, error, seconds, created_at) "
    "VALUES (1, 'job-1', 1, 'go', 'linguist', 'en', 't', '{}', 'k', '{}', '{}', 'done', '', 1, 8, 0, '', 1.5, "
    "'2026-01-01 00:00:00')",
    'INSERT INTO output (project_id, job_id, "index", prompt_index, raw, tokens, detail, verdicts, created_at) '
    "VALUES (1, 1, 0, 0, 'go home', 7, '', '[]', '2026-01-01 00:00:00')",
)
"""What version 0001 wrote."""


def test_the_migrations_make_the_tables_that_the_code_declares(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_migrating_again_changes_nothing(store: Store) -> None:
    before = inspect(store.engine).get_table_names()
    migrate(store)
    assert inspect(store.engine).get_table_names() == before


def test_outputs_from_before_prompts_were_counted_are_kept(tmp_path: Path) -> None:
    old = Store(f"sqlite:///{tmp_path / 'old.sqlite'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with old.engine.execution_options(teachset_write=True).connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in OLD_ROWS:
            connection.execute(text(statement))
        connection.commit()
    migrate(old)
    with old.read() as session:
        job = job_by_uid("job-1", session=session)
        made = job_yield(job.id, session=session)
    assert (job.input_price, job.output_price) == (None, None)
    assert (made.raw, made.tokens, made.input_tokens) == (1, 7, 0)


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

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from backend.domain.errors import Unavailable
from storage.engine import Store
from storage.jobs import job_by_uid
from storage.migrate import MIGRATIONS, migrate, newest_version
from storage.outputs import job_yield
from storage.tables import Table
from tests.postgres import on_both, on_both_empty

OLD_ROWS = (
    "INSERT INTO project (id, name, name_key, language, teacher, created_at) "
    "VALUES (1, 'Old', 'old', 'en', 't', '2026-01-01 00:00:00')",
    "INSERT INTO intent (id, project_id, name, description) VALUES (1, 1, 'go', '')",
    "INSERT INTO job (id, uid, project_id, intent, method, language, teacher, request, request_key, sampling, "
    "teacher_card, status, phase, total, batch_size, cancel_requested, error, seconds, created_at) "
    "VALUES (1, 'job-1', 1, 'go', 'linguist', 'en', 't', '{}', 'k', '{}', '{}', 'done', '', 1, 8, false, '', 1.5, "
    "'2026-01-01 00:00:00')",
    'INSERT INTO output (project_id, job_id, "index", prompt_index, raw, tokens, detail, verdicts, created_at) '
    "VALUES (1, 1, 0, 0, 'go home', 7, '', '[]', '2026-01-01 00:00:00')",
)
"""What version 0001 wrote."""

UNDONE = (
    "INSERT INTO example (id, project_id, origin, status, version, queue, text, normalised, fingerprint, intent, "
    "language, spans, method, provenance, created_at, updated_at) VALUES (1, 1, 'imported', 'pending', 3, 0, 'go', "
    "'go', 'f', 'go', 'en', '[]', '', '{}', '2026-01-01 00:00:00', '2026-01-01 00:00:00')",
    "INSERT INTO decision (id, uid, project_id, example_id, action, reason, reviewer, version, before, after, undoes, "
    "at) VALUES (1, 'u1', 1, 1, 'accept', '', '', 1, '{}', '{}', NULL, '2026-01-01 00:00:00')",
    "INSERT INTO decision (id, uid, project_id, example_id, action, reason, reviewer, version, before, after, undoes, "
    "at) VALUES (2, 'u2', 1, 1, 'undo', '', '', 2, '{}', '{}', 1, '2026-01-01 00:00:00')",
)
"""A decision and its undo, as versions up to 0003 wrote them."""

KEPT = "SELECT id, action, undoes, standing, vote, bulk_uid FROM decision ORDER BY id"


@on_both
def test_the_migrations_make_the_tables_that_the_code_declares(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_the_last_migration_has_the_last_name() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [newest_version()]


@on_both
def test_migrating_again_changes_nothing(store: Store) -> None:
    before = inspect(store.engine).get_table_names()
    migrate(store)
    assert inspect(store.engine).get_table_names() == before


def old_store(address: str, revision: str, statements: tuple[str, ...]) -> Store:
    """A database of an older version, brought to today's."""
    old = Store(address)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with old.engine.execution_options(teachset_write=True).connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
    migrate(old)
    return old


@on_both_empty
def test_decisions_from_before_flags_are_kept_with_their_undo(address: str) -> None:
    old = old_store(address, "0003", (*OLD_ROWS[:2], *UNDONE))
    with old.read() as session:
        kept = session.execute(
            text("SELECT id, action, undoes, standing, vote, bulk_uid FROM decision ORDER BY id")
        ).all()
        assert kept == [(1, "accept", None, 0, 0, None), (2, "undo", 1, 0, 0, None)]
        assert session.execute(text("SELECT flagged, votes, rank FROM example")).all() == [(0, 0, 0.5)]
        assert session.execute(text("SELECT elsewhere FROM decision")).all() == [(0,), (0,)]
        if old.engine.dialect.name == "sqlite":
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
            table = session.execute(text("SELECT sql FROM sqlite_master WHERE name = 'decision'")).scalar_one()
            assert "new_decision" not in table


@on_both_empty
def test_outputs_from_before_prompts_were_counted_are_kept(address: str) -> None:
    old = old_store(address, "0001", OLD_ROWS)
    with old.read() as session:
        job = job_by_uid("job-1", session=session)
        made = job_yield(job.id, session=session)
    assert (job.input_price, job.output_price) == (None, None)
    assert (made.raw, made.tokens, made.input_tokens) == (1, 7, 0)


@on_both
def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(store: Store) -> None:
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable) as refused:
        migrate(store)
    assert "newer Teachset, version '9999'" in str(refused.value)
    with store.read() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"


@on_both_empty
def test_server_and_worker_may_migrate_a_new_database_at_once(address: str) -> None:
    code = "from jobs.opening import open_store; from jobs.settings import Settings; open_store(Settings())"
    started = [
        subprocess.Popen([sys.executable, "-c", code], env=os.environ | {"TEACHSET_DATABASE_URL": address})
        for _ in range(4)
    ]
    assert [process.wait(60) for process in started] == [0, 0, 0, 0]
    assert "example" in inspect(Store(address).engine).get_table_names()

"""Bringing a database to the version of the code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from backend.domain.errors import Unavailable
from storage.engine import Store, explained

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(store: Store) -> None:
    """Create or upgrade the tables.

    Raises:
        Unavailable: the database is of a newer Teachset; it is left as it is.
    """
    try:
        with store.engine.connect() as connection:
            if _version(connection) == newest_version():
                return
        _upgrade(store)
    except DBAPIError as error:
        raise explained(error, store.url) from error


def newest_version() -> str:
    """The version that the code is of: that of its last migration, whose file's name begins with it."""
    return max(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(store: Store) -> None:
    from alembic import command  # half a second to load, for what a database needs once a version
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.engine.execution_options(teachset_write=True).connect() as connection:
        _wait_for_others(connection)
        _refuse_newer(MigrationContext.configure(connection).get_current_revision(), config, store)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def _wait_for_others(connection: Connection) -> None:
    """Server and worker start together; the second finds the tables made. SQLite waits by BEGIN IMMEDIATE."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7326)"))


def _refuse_newer(revision: str | None, config: Config, store: Store) -> None:
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    if revision is None:
        return
    try:
        ScriptDirectory.from_config(config).get_revision(revision)
    except CommandError as error:
        raise Unavailable(
            "the database was made by a newer Teachset, version",
            value=revision,
            where=make_url(store.url).render_as_string(hide_password=True),
            remedy="Nothing was changed. Update Teachset, or set TEACHSET_DATABASE_URL to another database.",
        ) from error

"""Opening the database, and transactions that cannot lose an update."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlmodel import Session, create_engine

from backend.domain.errors import Conflict, TeachsetError, Unavailable
from storage.searching import prepare_postgres, prepare_sqlite

BUSY_TIMEOUT_MS = 30_000


class StorageFault(Unavailable):
    """The database did not answer as it should: the disk is full, or another process held it too long.

    It may pass; whoever can wait may try again.
    """


class Store:
    """A database with short transactions.

    `read()` and `write()` hand out a session; `write()` commits when its block ends and rolls back
    when it raises. On SQLite a write begins IMMEDIATE: two read-modify-writes then queue up, where
    deferred transactions would lose one of them or fail midway.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _open(url)

    @property
    def address(self) -> str:
        """Which database it is, from whatever folder it was opened; without its password."""
        url = self.engine.url
        if url.get_backend_name() == "sqlite" and url.database:
            url = url.set(database=str(Path(url.database).resolve()))
        return url.render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self._session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        # The option reaches the "begin" listener below, which makes the transaction IMMEDIATE.
        with self._session(self.engine.execution_options(teachset_write=True)) as session:
            yield session
            session.commit()

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        with Session(engine, expire_on_commit=False) as session:
            try:
                yield session
            except DBAPIError as error:
                raise explained(_first_of(error), self.url) from error


def one_at_a_time(session: Session, project_id: int) -> None:
    """Let no other transaction write to a project until this one ends.

    On SQLite a write is alone already; PostgreSQL is asked for a lock.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7327, :project)"), {"project": project_id})


def _first_of(error: DBAPIError) -> DBAPIError:
    """The database error that the others followed from.

    A full disk has SQLite end the whole transaction; going back to a savepoint of it then fails as well, and
    only the first failure says why.
    """
    before = error.__context__
    while before is not None:
        if isinstance(before, DBAPIError):
            error = before
        before = before.__context__
    return error


def explained(error: DBAPIError, url: str) -> TeachsetError:
    """What a database error means for a person, and what to do about it."""
    problem = str(error.orig)
    place = make_url(url).render_as_string(hide_password=True)
    if any(sign in problem for sign in ("disk is full", "No space left", "disk I/O error")):  # a quota is the last
        remedy = "Nothing was saved. Free some disk space and try again."
        return StorageFault("the disk is full", where=place, remedy=remedy)
    if "locked" in problem or "busy" in problem:
        remedy = "Nothing was saved. Another process holds the database; try again."
        return StorageFault("the database stayed locked", where=place, remedy=remedy)
    if isinstance(error, IntegrityError):
        remedy = "Nothing was saved. Reload the page and try again."
        return Conflict(f"somebody else changed the project meanwhile ({problem})", remedy=remedy)
    if "readonly" in problem or "unable to open" in problem or "not a database" in problem:
        remedy = "Check the path and its permissions, or set TEACHSET_DATABASE_URL."
        return StorageFault(f"the database cannot be used ({problem})", where=place, remedy=remedy)
    return StorageFault(f"the database refused ({problem})", where=place, remedy="Nothing was saved.")


def _open(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            engine = create_engine(url, pool_pre_ping=True)
            if parsed.get_backend_name() == "postgresql":
                prepare_postgres(engine)
            return engine
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise Unavailable(
            "not a database address that can be used", value=url, remedy="Set TEACHSET_DATABASE_URL."
        ) from error
    except OSError as error:
        raise Unavailable(
            f"the database's folder cannot be made ({error.strerror})",
            value=url,
            remedy="Check its permissions, or set TEACHSET_DATA_DIR.",
        ) from error
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would otherwise begin transactions behind our back
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")  # first: what follows needs locks that others may hold
    _switch_to_wal(connection)
    for pragma in (
        "synchronous=FULL",  # an acknowledged decision survives a power cut
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    prepare_sqlite(connection)


def _switch_to_wal(connection: Any) -> None:
    """Of two that switch a new database at once SQLite lets one wait for the other, and refuses the other at once."""
    last = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > last:
                raise
            time.sleep(random.uniform(0.005, 0.05))  # noqa: S311 - no secret
        else:
            return


def _begin(connection: Any) -> None:
    write = connection.get_execution_options().get("teachset_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

"""Times in SQL, where SQLite and PostgreSQL have no word in common."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, func


def day_of(column: Any, session: Session) -> Any:
    """The UTC day of a time column: `2026-03-14`."""
    if _is_sqlite(session):
        return func.strftime("%Y-%m-%d", column)
    return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD")


def minute_of(column: Any, session: Session) -> Any:
    """The UTC minute of a time column: `2026-03-14 09:26`."""
    if _is_sqlite(session):
        return func.strftime("%Y-%m-%d %H:%M", column)
    return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI")


def seconds_of(column: Any, session: Session) -> Any:
    """A time column as a number of seconds, to the millisecond; only differences mean anything."""
    if _is_sqlite(session):
        return func.julianday(column) * 86400.0
    return func.extract("epoch", column)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"

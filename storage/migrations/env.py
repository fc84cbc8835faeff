"""Alembic's entry point: runs the migrations on the connection that `storage.migrate` hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString

from storage.tables import Table, UtcDateTime


def plain_type(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our types as SQLAlchemy's own, so that old migrations do not import today's tables."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


def run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,
        render_item=plain_type,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()

"""Rows that say what was found out about examples: one for each, replaced while what it was found of stands there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from storage.engine import one_at_a_time
from storage.tables import Example, Insight, RoundTrip, Score, SlotScore


def locked(project_id: int, example_ids: Sequence[int], *columns: Any, session: Session) -> dict[int, Sequence[Any]]:
    """Id → columns of the examples that are there; nobody can change them before the transaction ends.

    On PostgreSQL rows that somebody else is changing are passed over: waiting for them could end in a deadlock.
    """
    one_at_a_time(session, project_id)
    query = select(Example.id, *columns).where(col(Example.id).in_(example_ids))
    rows: Any = session.exec(query.with_for_update(key_share=True, skip_locked=True))
    return {row[0]: tuple(row[1:]) for row in rows}


def replace_found(
    table: type[Insight | Score | SlotScore | RoundTrip],
    example_ids: Collection[int],
    rows: Sequence[Mapping[str, Any]],
    *,
    session: Session,
) -> int:
    """Put rows in the place of all that is there of some examples; returns how many."""
    session.exec(delete(table).where(col(table.example_id).in_(example_ids)))
    if rows:
        session.execute(insert(table), list(rows))
    return len(rows)

"""What is many, piece by piece: ids of one query, and decisions that are alike, in one statement of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlmodel import Session, col, delete, update

from storage.tables import Decision, Example, Lease, now

PIECE = 500
"""Rows of one transaction: reviewers who write at the same time wait for no more than that."""

T = TypeVar("T")

_PLAIN = {"undoes": None, "standing": True, "vote": False, "elsewhere": False}


def pieces(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Cut into pieces of `size`, the last one perhaps smaller."""
    for at in range(0, len(items), size):
        yield items[at : at + size]


def store_piece(rows: list[dict[str, Any]], session: Session) -> None:
    """Store decisions that change nothing but the status, alike for all; their examples are locked already."""
    if not rows:
        return
    at = now()
    session.exec(insert(Decision), params=[{**_PLAIN, "at": at, **row} for row in rows])
    reversed_ = [row["undoes"] for row in rows if row.get("undoes") is not None]
    if reversed_:
        mark = update(Decision).where(col(Decision.id).in_(reversed_)).values(standing=False)
        session.exec(mark.execution_options(synchronize_session=False))
    ids = [row["example_id"] for row in rows]
    session.exec(
        update(Example)
        .where(col(Example.id).in_(ids))
        .values(status=rows[0]["after"]["status"], version=Example.version + 1, updated_at=at)
        .execution_options(synchronize_session=False)
    )
    session.exec(delete(Lease).where(col(Lease.example_id).in_(ids)).execution_options(synchronize_session=False))


def version_of(example: Example) -> dict[str, Any]:
    """Which version of which example a decision is on."""
    return {"project_id": example.project_id, "example_id": example.id, "version": example.version}


def in_pieces(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many of them as one transaction takes, or one statement has room for, and the next."""
    for start in range(0, len(items), PIECE):
        yield items[start : start + PIECE]

"""Leases: what was sent to one reviewer is kept from the others for a short while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, insert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, func, select, update

from storage.engine import one_at_a_time
from storage.tables import Example, Lease, now

LEASE = timedelta(minutes=3)
"""Long enough to think about a card, short enough that what somebody left open comes to others soon."""


def leased(project_id: int, *, reviewer: str, session: Session) -> dict[int, bool]:
    """What a reviewer holds: example id → whether more than half of its time is left."""
    soon = now() + LEASE / 2
    query = select(Lease.example_id, Lease.until).where(Lease.project_id == project_id, Lease.reviewer == reviewer)
    return {example_id: until > soon for example_id, until in session.exec(query.where(col(Lease.until) > now()))}


def others_at_work(project_id: int, *, reviewer: str, session: Session) -> int:
    """How many other reviewers hold something in the project now."""
    query = select(func.count(func.distinct(Lease.reviewer))).where(Lease.project_id == project_id)
    return session.exec(query.where(Lease.reviewer != reviewer, col(Lease.until) > now())).one()


def held_by_another(reviewer: str) -> ColumnElement[bool]:
    """Of the `Example` of the query around it: another reviewer holds it."""
    other = aliased(Lease)
    query = select(other.example_id).where(
        other.example_id == Example.id, other.reviewer != reviewer, col(other.until) > now()
    )
    return query.exists()


def hold(project_id: int, example_ids: Sequence[int], *, reviewer: str, session: Session) -> None:
    """Hold these examples and nothing else; for a writing session that found them free."""
    mine = (col(Lease.project_id) == project_id) & (col(Lease.reviewer) == reviewer)
    session.exec(delete(Lease).where(mine | col(Lease.example_id).in_(example_ids)))
    _add(project_id, example_ids, reviewer, session)


def keep(example: Example, *, reviewer: str, session: Session) -> None:
    """Hold one example more, if it is pending; whoever held it loses it."""
    session.exec(delete(Lease).where(col(Lease.example_id) == example.id))
    if example.status == "pending":
        _add(example.project_id, [example.id], reviewer, session)


def hand_over(project_id: int, example_ids: Sequence[int], *, reviewer: str, to: str, session: Session) -> None:
    """Of these examples, what the reviewer holds is held by another one from now on, for as long as it was."""
    one_at_a_time(session, project_id)  # a review that locks the same rows in another order would be a deadlock
    theirs = _held(project_id, example_ids, reviewer)
    session.exec(update(Lease).where(*theirs).values(reviewer=to).execution_options(synchronize_session=False))


def let_go(project_id: int, example_ids: Sequence[int], *, reviewer: str, session: Session) -> None:
    """Of these examples, what the reviewer holds is free again."""
    one_at_a_time(session, project_id)
    theirs = _held(project_id, example_ids, reviewer)
    session.exec(delete(Lease).where(*theirs).execution_options(synchronize_session=False))


def _held(project_id: int, example_ids: Sequence[int], reviewer: str) -> tuple[ColumnElement[bool], ...]:
    named = (Lease.project_id == project_id, Lease.reviewer == reviewer)
    return (*named, col(Lease.example_id).in_(example_ids))  # type: ignore[return-value]


def _add(project_id: int, example_ids: Sequence[int], reviewer: str, session: Session) -> None:
    common = {"project_id": project_id, "reviewer": reviewer, "until": now() + LEASE}
    rows = [{"example_id": example_id, **common} for example_id in example_ids]
    if rows:  # not as objects: one transaction may hold, drop and hold the same example
        session.exec(insert(Lease), params=rows)

"""What a decision on many would come to, before it is ordered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, cast
from sqlmodel import Session, col, func, select

from backend.domain.decision import is_shared
from storage.filters import ExampleFilter, filtered
from storage.tables import Example, Project


@dataclass(frozen=True)
class Preview:
    """How many would be decided, and how many are left to the two reviewers who judge them blind."""

    decided: int
    shared: int


def preview_bulk(project_id: int, wanted: ExampleFilter, *, session: Session) -> Preview:
    """Count what is pending and passes the filter now, as `order_bulk` would take it."""
    percent = session.get_one(Project, project_id).shared_percent
    count = filtered(select(func.count(col(Example.id))), project_id, replace(wanted, status="pending"))
    total = session.exec(count).one()
    of_two: Any = is_shared(cast(Example.id, BigInteger), percent)  # type: ignore[arg-type]  # arithmetic, in SQL too
    shared = session.exec(count.where((col(Example.votes) > 0) | of_two)).one()
    return Preview(total - shared, shared)

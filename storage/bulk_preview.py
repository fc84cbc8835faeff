"""What a decision on many would come to, before it is ordered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from storage.filters import ExampleFilter, filtered
from storage.leases import held_by_another
from storage.projects import project_by_id
from storage.tables import Example
from storage.votes import is_shared_row


@dataclass(frozen=True)
class Preview:
    """How many would be decided, and how many are left to the two reviewers who judge them blind.

    `up_to_id` is the last id of those that would be decided, 0 where there are none: put into the filter, it
    leaves out what arrives after the look.
    """

    decided: int
    shared: int
    up_to_id: int


def preview_bulk(project_id: int, wanted: ExampleFilter, *, session: Session) -> Preview:
    """Count what is pending and passes the filter now, as `order_bulk` takes it."""
    alone = judged_by_one(project_id, session=session)
    counted = select(func.count(col(Example.id)), func.count().filter(alone), func.max(Example.id).filter(alone))
    total, decided, last = session.exec(filtered(counted, project_id, pending_of(wanted))).one()
    return Preview(decided, total - decided, last or 0)


@dataclass(frozen=True)
class Beside:
    """What a reviewer may miss in the numbers of a `Preview`.

    `held` of those that would be decided lie on the desks of other reviewers now. `mates` are pending near-duplicates
    of those that pass the filter, which do not pass it themselves: a card shows them together, a decision on many
    leaves them.
    """

    held: int
    mates: int


def beside_bulk(project_id: int, wanted: ExampleFilter, *, reviewer: str, session: Session) -> Beside:
    """Count both, as they are now."""
    alone = judged_by_one(project_id, session=session)
    passing = filtered(select(Example.id), project_id, pending_of(wanted)).where(alone)
    held = filtered(select(func.count(col(Example.id))), project_id, pending_of(wanted))
    groups = filtered(select(Example.group_key), project_id, pending_of(wanted)).where(alone)
    mates = select(func.count(col(Example.id))).where(
        Example.project_id == project_id,
        Example.status == "pending",
        col(Example.group_key).in_(groups.where(col(Example.group_key).is_not(None))),
        col(Example.id).not_in(passing),
        alone,
    )
    return Beside(
        session.exec(held.where(alone, held_by_another(reviewer))).one(),
        session.exec(mates).one(),
    )


def pending_of(wanted: ExampleFilter) -> ExampleFilter:
    """The filter, narrowed to what is pending."""
    return replace(wanted, status="pending")


def judged_by_one(project_id: int, *, session: Session) -> ColumnElement[bool]:
    """Of the `Example` of the query around it: it is not one of those that two reviewers of the project judge."""
    percent = project_by_id(project_id, session=session).shared_percent
    return (col(Example.votes) == 0) & ~is_shared_row(percent)

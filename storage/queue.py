"""The review queue: which pending candidates come next for a reviewer, and how many are left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Literal

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from storage.engine import Store, one_at_a_time
from storage.filters import ExampleFilter, filtered, matching
from storage.flags import tells_of_no_other
from storage.leases import held_by_another, hold, leased
from storage.tables import Example
from storage.votes import may_judge

Order = Literal["worth", "doubted", "arrival"]
"""Likely right and new first, or doubted first, by what the worker found out (see Insight); or as they came."""

PENDING = ExampleFilter(status="pending")


def claim(
    store: Store,
    project_id: int,
    wanted: ExampleFilter,
    *,
    reviewer: str,
    order: Order,
    limit: int,
    anew: bool = False,
) -> list[Example]:
    """The next candidates for a reviewer, who holds them from now on; nobody else is given them meanwhile.

    What he holds already comes first, so that a new ranking does not change the cards that lie ready; all of it,
    though it be more than `limit`. With `anew`, where he chose another order, it has its place in that. The search is
    made before others have to wait, who then wait only while what it found is looked at once more; it is made again
    only where somebody else took some of that meanwhile.
    """
    with store.read() as session:
        held = {} if anew else leased(project_id, reviewer=reviewer, session=session)
        found = _next(project_id, wanted, held, reviewer, order, limit, session)
        if all(held.get(one.id, False) for one in found) and len(held) == len(found):
            return found
    ids = {one.id for one in found}
    with store.write() as session:
        one_at_a_time(session, project_id)
        held = {} if anew else leased(project_id, reviewer=reviewer, session=session)
        found = _next(project_id, wanted, held, reviewer, order, limit, session, among=ids)
        if len(found) < limit and not ids.issubset(one.id for one in found):
            found = _next(project_id, wanted, held, reviewer, order, limit, session)
        hold(project_id, [one.id for one in found], reviewer=reviewer, session=session)
        return found


def count_left(project_id: int, wanted: ExampleFilter, *, reviewer: str, session: Session) -> int:
    """How many pending candidates pass the filter and may be judged by this reviewer."""
    narrowed = replace(wanted, status="pending")
    seen = tells_of_no_other(project_id, wanted, reviewer=reviewer, session=session)
    total = session.exec(filtered(select(func.count(col(Example.id))), project_id, narrowed).where(*seen)).one()
    voted = filtered(select(func.count(col(Example.id))), project_id, narrowed).where(col(Example.votes) > 0, *seen)
    return total - session.exec(voted.where(~may_judge(reviewer))).one()


def _next(
    project_id: int,
    wanted: ExampleFilter,
    held: Collection[int],
    reviewer: str,
    order: Order,
    limit: int,
    session: Session,
    among: Collection[int] | None = None,
) -> list[Example]:
    """What `claim` gives: what is held, and after it others, of these ids alone where `among` names some."""
    by = _BY[order]
    pending = replace(wanted, status="pending")
    may = (may_judge(reviewer), *tells_of_no_other(project_id, wanted, reviewer=reviewer, session=session))
    named = matching(select(Example), pending).where(*may)
    # All of them, also beyond the limit: what lies on his desk is not given to another while he may look at it.
    mine = list(session.exec(named.where(col(Example.id).in_(held)).order_by(*by))) if held else []
    if len(mine) >= limit:
        return mine
    others: Any = filtered(select(Example), project_id, pending).where(*may)
    if among is not None:
        others = named.where(col(Example.id).in_(among))
    others = others.where(~held_by_another(reviewer))
    if _groups_shown_as_one(wanted):
        others = others.where(~_has_earlier_duplicate())
    if mine:
        others = others.where(col(Example.id).not_in([one.id for one in mine]))
    return [*mine, *session.exec(others.order_by(*by).limit(limit - len(mine)))]


_BY: dict[Order, tuple[Any, ...]] = {
    "worth": (col(Example.queue), col(Example.rank), col(Example.id)),
    "doubted": (col(Example.queue), col(Example.doubt_rank), col(Example.id)),
    "arrival": (col(Example.queue), col(Example.id)),
}


def _groups_shown_as_one(wanted: ExampleFilter) -> bool:
    """By intent and language, which all of a group share; another filter might hide the one that stands for it."""
    narrowed = replace(wanted, status=None, intent=None, language=None, grouped=None)
    return narrowed == ExampleFilter()


def _has_earlier_duplicate() -> Any:
    earlier = aliased(Example)
    return (
        select(earlier.id)
        .where(
            earlier.group_key == Example.group_key,
            earlier.status == "pending",
            col(earlier.id) < Example.id,
            earlier.votes == 0,
        )
        .exists()
    )

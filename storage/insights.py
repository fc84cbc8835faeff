"""What was found out about candidates: what is out of date, saving it, and reading it for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, literal
from sqlmodel import Session, col, func, or_, select, update

from storage.found import locked, replace_found
from storage.leases import held_by_another
from storage.tables import Decision, Embedding, Example, Insight
from storage.votes import may_judge


@dataclass(frozen=True)
class OutOfDate:
    """Pending examples, in the order of the queue: those nothing is known of, and those to be looked at again."""

    new: tuple[int, ...]
    old: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """What is to be saved of one example, whose text has that fingerprint; `insight` holds columns of Insight."""

    example_id: int
    fingerprint: str
    rank: float
    doubt_rank: float
    insight: Mapping[str, Any]


@dataclass(frozen=True)
class Mates:
    """How many near-duplicates a reviewer may decide on besides an example, and the first of them."""

    size: int
    members: tuple[Example, ...]


def out_of_date(
    project_id: int, since: datetime, *, encoder: str | None, after: int = 0, session: Session
) -> OutOfDate:
    """Pending examples that nothing is known of, or nothing that was found out since then.

    Args:
        encoder: those without a vector by it are left out; None takes them all.
        after: an id; only later ones are looked at.
    """
    is_new = or_(col(Insight.example_id).is_(None), Insight.fingerprint != Example.fingerprint)
    query = select(Example.id, is_new).outerjoin(Insight, col(Insight.example_id) == Example.id)
    if encoder is not None:
        query = query.join(
            Embedding,
            (col(Embedding.example_id) == Example.id)
            & (Embedding.fingerprint == Example.fingerprint)
            & (Embedding.encoder == encoder),
        )
    query = query.where(
        Example.project_id == project_id,
        Example.status == "pending",
        col(Example.id) > after,
        or_(is_new, col(Insight.at) < since),
    ).order_by(col(Example.queue), col(Example.rank), col(Example.id))
    rows = session.exec(query).all()
    return OutOfDate(tuple(id_ for id_, new in rows if new), tuple(id_ for id_, new in rows if not new))


def pending_of(example_ids: Sequence[int], *, session: Session) -> list[Example]:
    """Those of the examples that are pending still, ordered by id."""
    query = select(Example).where(col(Example.id).in_(example_ids), Example.status == "pending")
    return list(session.exec(query.order_by(col(Example.id))))


def group_keys_of(example_ids: Sequence[int], *, session: Session) -> dict[int, int | None]:
    """The group key of those of the examples that are pending still."""
    query = select(Example.id, Example.group_key).where(col(Example.id).in_(example_ids), Example.status == "pending")
    return dict(session.exec(query).all())


def save_insights(project_id: int, found: Sequence[Found], *, session: Session) -> int:
    """Keep what was found out, and rank by it; of examples that are pending still, and with the same text.

    No version changes: a decision on what is on a screen stays one on this version. Returns how many were kept.
    """
    still = _still_pending(project_id, [one.example_id for one in found], session)
    kept = [one for one in found if still.get(one.example_id) == one.fingerprint]
    rows = [Insight(example_id=one.example_id, fingerprint=one.fingerprint, **one.insight).model_dump() for one in kept]
    replace_found(Insight, [one.example_id for one in kept], rows, session=session)
    if kept:
        ranks = [{"id": one.example_id, "rank": one.rank, "doubt_rank": one.doubt_rank} for one in kept]
        session.execute(update(Example), ranks)
    return len(kept)


def save_group_keys(project_id: int, keys: Mapping[int, int], *, session: Session) -> None:
    """Put pending examples that are in no group yet into one: id → key."""
    still = _still_pending(project_id, list(keys), session)
    free = session.exec(select(Example.id).where(col(Example.id).in_(still), col(Example.group_key).is_(None)))
    changed = [{"id": id_, "group_key": keys[id_]} for id_ in free]
    if changed:
        session.execute(update(Example), changed)


def insights_of(example_ids: Sequence[int], *, session: Session) -> dict[int, Insight]:
    """What is known of some examples; nothing of those whose text has changed since."""
    query = select(Insight).join(
        Example, (col(Example.id) == Insight.example_id) & (Example.fingerprint == Insight.fingerprint)
    )
    return {row.example_id: row for row in session.exec(query.where(col(Insight.example_id).in_(example_ids)))}


def decided_among(example_ids: Sequence[int], *, session: Session) -> dict[int, tuple[Example, str]]:
    """Those of the examples that are accepted or rejected, each with the reason of its last rejection, or ""."""
    last = (
        select(Decision.example_id, func.max(Decision.id).label("id"))
        .where(col(Decision.example_id).in_(example_ids), Decision.action == "reject")
        .group_by(col(Decision.example_id))
        .subquery()
    )
    query = (
        select(Example, func.coalesce(Decision.reason, literal("")))
        .outerjoin(last, last.c.example_id == Example.id)
        .outerjoin(Decision, col(Decision.id) == last.c.id)
        .where(col(Example.id).in_(example_ids), Example.status != "pending")
    )
    return {example.id: (example, reason) for example, reason in session.exec(query)}


def group_mates(examples: Sequence[Example], *, reviewer: str, most: int, session: Session) -> dict[int, Mates]:
    """The near-duplicates of some examples that this reviewer may decide on now, at most `most` of each; one query.

    Those that he judged already, that two others judged, or that another reviewer holds are left out.
    """
    wanted = {example.group_key for example in examples if example.group_key is not None}
    if not wanted:
        return {}
    is_free = may_judge(reviewer) & ~held_by_another(reviewer)
    pending = (
        select(Example.id, col(Example.group_key), case((is_free, 1), else_=0).label("free"))
        .where(col(Example.group_key).in_(wanted), Example.status == "pending")
        .subquery()
    )
    group = pending.c.group_key
    numbered = select(
        pending.c.id,
        pending.c.free,
        func.row_number().over(partition_by=[group, pending.c.free], order_by=pending.c.id).label("place"),
        func.sum(pending.c.free).over(partition_by=group).label("size"),
    ).subquery()
    own = col(Example.id).in_([example.id for example in examples])
    query = (
        select(Example, numbered.c.free, numbered.c.size)
        .join(numbered, numbered.c.id == Example.id)
        .where(or_(own, (numbered.c.free == 1) & (numbered.c.place <= most + 1)))
        .order_by(col(Example.id))
    )
    sizes: dict[int, int] = {}
    free: dict[int, list[Example]] = {}
    for row, may_decide, size in session.exec(query):
        sizes[row.group_key or 0] = size
        if may_decide:
            free.setdefault(row.group_key or 0, []).append(row)
    mates = {}
    for example in examples:
        rows = free.get(example.group_key or 0, [])
        others = [row for row in rows if row.id != example.id]
        besides = sizes.get(example.group_key or 0, 0) - (len(rows) - len(others))
        if besides > 0:
            mates[example.id] = Mates(besides, tuple(others[:most]))
    return mates


def _still_pending(project_id: int, example_ids: Sequence[int], session: Session) -> dict[int, str]:
    """Id → fingerprint of those that are pending; see `locked`."""
    there = locked(project_id, example_ids, Example.fingerprint, Example.status, session=session)
    return {id_: fingerprint for id_, (fingerprint, status) in there.items() if status == "pending"}

"""Round trips of candidates: which are to be made, saving them, and how many agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from storage.found import locked, replace_found
from storage.tables import Example, RoundTrip


class Counts(NamedTuple):
    """Of a project's pending candidates: all, those that a student was asked for, and those where it agrees."""

    pending: int
    asked: int
    exact: int
    unordered: int


def next_candidates(project_id: int, student: str, most: int, *, session: Session) -> list[Example]:
    """Pending candidates with a parse that the student was not asked for yet, in the order of the queue."""
    query = (
        select(Example)
        .outerjoin(RoundTrip, col(RoundTrip.example_id) == Example.id)
        .where(
            Example.project_id == project_id,
            Example.status == "pending",
            col(Example.parse).is_not(None),
            col(RoundTrip.example_id).is_(None)
            | (RoundTrip.student != student)
            | (RoundTrip.fingerprint != Example.fingerprint),
        )
        .order_by(col(Example.queue), col(Example.rank), col(Example.id))
    )
    return list(session.exec(query.limit(most)))


def save_round_trips(project_id: int, found: Sequence[RoundTrip], *, session: Session) -> int:
    """Replace the round trips of some candidates; of those that were changed or removed meanwhile none is kept.

    Returns how many were kept.
    """
    there = locked(project_id, [one.example_id for one in found], Example.fingerprint, session=session)
    kept = [one for one in found if there.get(one.example_id) == (one.fingerprint,)]
    rows = [one.model_dump() for one in kept]
    return replace_found(RoundTrip, [one.example_id for one in kept], rows, session=session)


def round_trips_of(example_ids: Sequence[int], student: str, *, session: Session) -> dict[int, RoundTrip]:
    """The round trips of some examples by that student; none of an example whose text has changed since."""
    found = last_round_trips(example_ids, session=session)
    return {id_: row for id_, row in found.items() if row.student == student}


def last_round_trips(example_ids: Sequence[int], *, session: Session) -> dict[int, RoundTrip]:
    """The same by whichever student was asked last."""
    query = select(RoundTrip).join(
        Example, (col(Example.id) == RoundTrip.example_id) & (Example.fingerprint == RoundTrip.fingerprint)
    )
    return {row.example_id: row for row in session.exec(query.where(col(RoundTrip.example_id).in_(example_ids)))}


def count_round_trips(project_id: int, student: str, *, session: Session) -> Counts:
    """How far the round trips of a project's pending candidates by that student are."""
    pending = (Example.project_id == project_id, Example.status == "pending")
    number = session.exec(select(func.count(col(Example.id))).where(*pending)).one()
    query = (
        select(col(RoundTrip.exact), col(RoundTrip.unordered), func.count(col(RoundTrip.example_id)))
        .join(Example, (col(Example.id) == RoundTrip.example_id) & (Example.fingerprint == RoundTrip.fingerprint))
        .where(*pending, RoundTrip.student == student)
        .group_by(col(RoundTrip.exact), col(RoundTrip.unordered))
    )
    rows = session.exec(query).all()
    return Counts(
        number,
        sum(count for _, _, count in rows),
        sum(count for exact, _, count in rows if exact),
        sum(count for _, unordered, count in rows if unordered),
    )

"""Decisions on many at once: all that passes a filter, piece by piece."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, func, select

from backend.domain.decision import RESULTING_STATUS, is_shared
from backend.domain.errors import Conflict, InvalidValue, NotFound
from storage.decisions import state_of
from storage.engine import Store
from storage.examples import get_example
from storage.filters import ExampleFilter, filtered
from storage.pieces import PIECE, store_piece, version_of
from storage.schemas import load_schema
from storage.tables import Bulk, Decision, Example, Project


def order_bulk(
    project_id: int, wanted: ExampleFilter, action: str, *, reason: str = "", reviewer: str = "", session: Session
) -> Bulk:
    """Note that all pending examples that pass the filter now are to be accepted or rejected; `decide_bulk` does it.

    What arrives later is not decided. Candidates that two reviewers judge are left to them.

    Raises:
        InvalidValue: another action. Conflict: nothing passes the filter.
    """
    if action not in ("accept", "reject"):
        raise InvalidValue("many at once are accepted or rejected", value=action)
    narrowed = _pending(wanted)
    total, last = session.exec(
        filtered(select(func.count(col(Example.id)), func.max(Example.id)), project_id, narrowed)
    ).one()
    if not total:
        raise Conflict("nothing pending passes the filter", remedy="Nothing was changed.")
    bulk = Bulk(
        uid=str(uuid.uuid4()),
        project_id=project_id,
        action=action,
        reason=reason if action == "reject" else "",
        reviewer=reviewer,
        wanted={**narrowed.as_dict(), "up_to_id": min(last, narrowed.up_to_id or last)},
        total=total,
    )
    session.add(bulk)
    session.flush()
    return bulk


def decide_bulk(store: Store, uid: str) -> Iterator[int]:
    """Decide piece by piece; yields how many are decided so far. Left early, or killed, it keeps what it did.

    Calling it again goes on with what is still pending. What the schema no longer allows stays pending.

    Raises:
        NotFound: no bulk was ordered with that uid.
    """
    with store.read() as session:
        bulk = bulk_of(uid, session=session)
        done = session.exec(select(func.count(col(Decision.id))).where(Decision.bulk_uid == uid)).one()
    after_id: int | None = 0
    while after_id is not None:
        with store.write() as session:
            after_id, decided = _decide_piece(bulk, after_id, session)
        done += decided
        yield done


def bulk_of(uid: str, *, session: Session) -> Bulk:
    """The order of that uid.

    Raises:
        NotFound: there is none.
    """
    found = session.exec(select(Bulk).where(Bulk.uid == uid)).first()
    if found is None:
        raise NotFound("no decision on many with uid", value=uid)
    return found


def sample(project_id: int, wanted: ExampleFilter, *, size: int, session: Session) -> Sequence[Example]:
    """Pending examples that pass the filter, drawn at random: a look before all are decided."""
    ids = session.exec(
        filtered(select(Example.id), project_id, _pending(wanted)).order_by(func.random()).limit(size)
    ).all()
    return [get_example(project_id, one, session=session) for one in ids]


def _pending(wanted: ExampleFilter) -> ExampleFilter:
    return ExampleFilter.of_dict({**wanted.as_dict(), "status": "pending"})


def _decide_piece(bulk: Bulk, after_id: int, session: Session) -> tuple[int | None, int]:
    """The last id that was looked at, None at the end, and how many were decided."""
    wanted = ExampleFilter.of_dict(bulk.wanted)
    query = filtered(select(Example), bulk.project_id, wanted).where(Example.id > after_id).order_by(col(Example.id))
    looked_at = session.exec(query.limit(PIECE).with_for_update()).all()
    if not looked_at:
        return None, 0
    percent = session.get_one(Project, bulk.project_id).shared_percent
    schema = load_schema(bulk.project_id, session=session)
    rows = [one for one in looked_at if not one.votes and not is_shared(one.id, percent)]
    if bulk.action == "accept":
        rows = [one for one in rows if schema.allows(one.utterance)]
    store_piece(
        [
            {
                "uid": str(uuid.uuid4()),
                "action": bulk.action,
                "reason": bulk.reason,
                "reviewer": bulk.reviewer,
                "before": (before := state_of(row)),
                "after": before | {"status": RESULTING_STATUS[bulk.action]},
                "bulk_uid": bulk.uid,
                **version_of(row),
            }
            for row in rows
        ],
        session,
    )
    return looked_at[-1].id, len(rows)

"""Decisions on many at once: all that passes a filter, piece by piece."""

from __future__ import annotations

import uuid
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from backend.domain.decision import RESULTING_STATUS
from backend.domain.errors import Conflict, InvalidValue, NotFound, passes
from storage.bulk_preview import judged_by_one, pending_of, preview_bulk
from storage.decisions import state_of
from storage.engine import Store, one_at_a_time
from storage.examples import get_example
from storage.filters import ExampleFilter, filtered
from storage.pieces import PIECE, store_piece, version_of
from storage.schemas import load_labels
from storage.tables import Bulk, Decision, Example
from storage.votes import undone

_IDS = "ids"
"""Where an order keeps the ids that it is about, beside its filter; only where who passes that changes by itself."""


def order_bulk(
    project_id: int,
    wanted: ExampleFilter,
    action: str,
    *,
    reason: str = "",
    reviewer: str = "",
    elsewhere: bool = False,
    most: int | None = None,
    session: Session,
) -> Bulk:
    """Note that all pending examples that pass the filter now are to be accepted or rejected; `decide_bulk` does it.

    What arrives later is not decided, nor what comes to pass it later, since the worker finds out more. Candidates
    that two reviewers judge are left to them.

    Args:
        elsewhere: it is not ordered on the Review page.
        most: how many it was said to be; None where nobody was told.

    Raises:
        InvalidValue: another action. Conflict: nothing passes the filter, or more than was said.
    """
    if action not in ("accept", "reject"):
        raise InvalidValue("many at once are accepted or rejected", value=action)
    found = preview_bulk(project_id, wanted, session=session)
    if not found.decided:
        remedy = "Nothing was changed. What two reviewers judge is decided one by one."
        raise Conflict("nothing pending passes the filter", remedy=remedy)
    if most is not None and found.decided > most:
        remedy = f"Nothing was changed. It was {most:,} when you were asked: look again."
        raise Conflict(f"{found.decided:,} candidates pass the filter now", remedy=remedy)
    held = replace(pending_of(wanted), up_to_id=found.up_to_id)
    ids = {_IDS: _ids_of(project_id, held, session)} if wanted.asks_the_worker else {}
    bulk = Bulk(
        uid=str(uuid.uuid4()),
        project_id=project_id,
        action=action,
        reason=reason if action == "reject" else "",
        reviewer=reviewer,
        wanted={**held.as_dict(), **ids},
        total=found.decided,
        elsewhere=elsewhere,
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
        decided = select(func.count(col(Decision.id))).where(Decision.bulk_uid == uid, Decision.action != "undo")
        done = session.exec(decided.where(~undone())).one()
    after_id: int | None = 0
    while after_id is not None:
        with store.write() as session:
            after_id, more = _decide_piece(bulk, after_id, session)
        done += more
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
    """Pending examples that would be decided, drawn at random: a look before all are."""
    query = filtered(select(Example.id), project_id, pending_of(wanted))
    query = query.where(judged_by_one(project_id, session=session))
    ids = session.exec(query.order_by(func.random()).limit(size)).all()
    return [get_example(project_id, one, session=session) for one in ids]


def _decide_piece(bulk: Bulk, after_id: int, session: Session) -> tuple[int | None, int]:
    """The last id that was looked at, None at the end, and how many were decided."""
    one_at_a_time(session, bulk.project_id)  # a review that locks the same rows in another order would be a deadlock
    wanted, fixed = ExampleFilter.of_dict(bulk.wanted), bulk.wanted.get(_IDS)
    if fixed is not None:
        wanted = wanted.lasting
    query = filtered(select(Example), bulk.project_id, wanted).where(judged_by_one(bulk.project_id, session=session))
    piece = query.where(Example.id > after_id).order_by(col(Example.id)).limit(PIECE)
    ids = [] if fixed is None else fixed[bisect_right(fixed, after_id) :][:PIECE]
    if fixed is not None:
        piece = piece.where(col(Example.id).in_(ids))
    # Where they came from is long, and takes more time to read than all the rest.
    piece = piece.with_for_update().options(defer(Example.provenance))  # type: ignore[arg-type]
    looked_at: Sequence[Example] = session.exec(piece).all()
    last = ids[-1] if ids else looked_at[-1].id if looked_at else None
    if not looked_at:
        return last, 0
    rows = list(looked_at)
    if bulk.action == "accept":
        schema = load_labels(bulk.project_id, session=session)
        held = {one.name: set(one.slots) for one in schema.intents}
        rows = [one for one in rows if {slot for _, _, slot in one.spans} <= held.get(one.intent, set())]
        if schema.parses is not None:  # what was rejected, and is pending again, need not fit any more
            rows = [one for one in rows if passes(lambda row: schema.require(row.utterance), one)]
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
                "elsewhere": bulk.elsewhere,
                **version_of(row),
            }
            for row in rows
        ],
        session,
    )
    return last, len(rows)


def _ids_of(project_id: int, wanted: ExampleFilter, session: Session) -> list[int]:
    query = filtered(select(Example.id), project_id, wanted).where(judged_by_one(project_id, session=session))
    return list(session.exec(query.order_by(col(Example.id))))

"""Undo of decisions that were made at once: a filter's, or those on a group of near-duplicates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from backend.domain.errors import TeachsetError
from storage.decisions import state_of
from storage.engine import Store, one_at_a_time
from storage.pieces import PIECE, store_piece, version_of
from storage.tables import Decision, Example
from storage.undoing import changed_fields, is_as, reverse, uid_in_bulk
from storage.votes import built_on, stands, undone


@dataclass(frozen=True)
class Undone:
    """How many decisions of a bulk were reversed, and how many were not, since something was built on them."""

    reversed: int
    kept: int


def undo_rest(store: Store, project_id: int, uid: str, bulk_uid: str, *, reviewer: str = "") -> Undone:
    """Reverse every decision of the bulk that stands and that nothing was built on.

    Args:
        uid: of the undo that began it; sending it again reverses what is left.
    """
    return list(undo_pieces(store, project_id, uid, bulk_uid, reviewer=reviewer))[-1]


def undo_pieces(store: Store, project_id: int, uid: str, bulk_uid: str, *, reviewer: str = "") -> Iterator[Undone]:
    """What `undo_rest` does, piece by piece; yields how far it is. Left early, it keeps what it did."""
    total = Undone(0, 0)
    after_id: int | None = 0
    while after_id is not None:
        with store.write() as session:
            piece, after_id = _undo_piece(project_id, uid, bulk_uid, after_id, reviewer, session)
        total = Undone(total.reversed + piece.reversed, total.kept + piece.kept)
        yield total


def undo_within(project_id: int, uid: str, bulk_uid: str, *, reviewer: str, session: Session) -> Undone:
    """What `undo_rest` does, in the transaction that is open: for as few as a key decides."""
    return _undo_piece(project_id, uid, bulk_uid, 0, reviewer, session)[0]


def is_stored_at_once(project_id: int, bulk_uid: str, *, session: Session) -> bool:
    """Whether any of the decisions that were made at once is stored."""
    query = select(Decision.id).where(Decision.project_id == project_id, Decision.bulk_uid == bulk_uid)
    return session.exec(query.limit(1)).first() is not None


def undone_at_once(project_id: int, bulk_uid: str, *, session: Session) -> int:
    """How many decisions of the bulk are undone."""
    query = select(func.count(col(Decision.id))).where(Decision.project_id == project_id, Decision.bulk_uid == bulk_uid)
    return session.exec(query.where(undone())).one()


def _undo_piece(
    project_id: int, uid: str, bulk_uid: str, after_id: int, reviewer: str, session: Session
) -> tuple[Undone, int | None]:
    """What became of the next PIECE decisions, and the id of the last of them; None once there are no more."""
    one_at_a_time(session, project_id)  # a review that locks the same rows in another order would be a deadlock
    query = select(Decision, Example).join(Example, col(Example.id) == Decision.example_id)
    standing = query.where(Decision.project_id == project_id, Decision.bulk_uid == bulk_uid, stands())
    piece = standing.where(Decision.id > after_id).order_by(col(Decision.id)).limit(PIECE)
    piece = piece.with_for_update(of=Example).options(defer(Example.provenance))  # type: ignore[arg-type]
    rows = [(one, two) for one, two in session.exec(piece)]
    reversed_ = _reverse_piece(rows, uid, reviewer, session)
    return Undone(reversed_, len(rows) - reversed_), rows[-1][0].id if len(rows) == PIECE else None


def _reverse_piece(rows: Sequence[tuple[Decision, Example]], uid: str, reviewer: str, session: Session) -> int:
    """How many of the decisions were reversed."""
    ids = [decision.id for decision, _ in rows]
    later = set(session.exec(select(Decision.id).where(col(Decision.id).in_(ids), built_on())))
    standing = [pair for pair in rows if pair[0].id not in later and is_as(pair[1], pair[0])]
    alike = [pair for pair in standing if _only_decides(pair[0])]
    store_piece(
        [
            {
                "uid": uid_in_bulk(uid, decision.id),
                "action": "undo",
                "reason": "",
                "reviewer": reviewer,
                "before": (now := state_of(example)),
                "after": now | {"status": decision.before["status"]},
                "undoes": decision.id,
                "standing": False,
                "bulk_uid": decision.bulk_uid,
                **version_of(example),
            }
            for decision, example in alike
        ],
        session,
    )
    reversed_ = len(alike)
    for decision, _ in standing:
        if not _only_decides(decision):
            try:
                with session.begin_nested():
                    reverse(decision, uid_in_bulk(uid, decision.id), reviewer=reviewer, session=session)
                reversed_ += 1
            except TeachsetError:  # labels that the schema no longer has: it stays as it was decided
                continue
    return reversed_


def _only_decides(decision: Decision) -> bool:
    """Whether it changes the status of a pending example, and nothing else."""
    return changed_fields(decision) == {"status"} and decision.before["status"] == "pending"

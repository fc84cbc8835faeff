"""Vectors of examples: which are missing or out of date, saving and loading them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, delete, func, or_, select

from storage.engine import one_at_a_time
from storage.tables import Embedding, Example, Insight


@dataclass(frozen=True)
class Unembedded:
    """An example without a vector of its text by the encoder that is used now."""

    id: int
    text: str
    fingerprint: str


@dataclass(frozen=True)
class Stored:
    """Vectors of examples, ordered by id; each is float16, little-endian."""

    ids: tuple[int, ...]
    intents: tuple[str, ...]
    vectors: tuple[bytes, ...]


def to_embed(
    project_id: int, encoder: str, *, pending: bool, after: int = 0, limit: int, session: Session
) -> list[Unembedded]:
    """The next examples whose vector is missing or out of date, pending or decided ones, ordered by id.

    Args:
        after: an id; only later ones are looked at.
    """
    query = _lacking(select(Example.id, Example.text, Example.fingerprint), project_id, encoder)
    status = Example.status == "pending" if pending else Example.status != "pending"
    rows = session.exec(query.where(status, col(Example.id) > after).order_by(col(Example.id)).limit(limit))
    return [Unembedded(*row) for row in rows]


def count_to_embed(project_id: int, encoder: str, *, session: Session) -> int:
    return session.exec(_lacking(select(func.count(col(Example.id))), project_id, encoder)).one()


def save_embeddings(
    project_id: int, encoder: str, rows: Sequence[tuple[Unembedded, bytes]], *, session: Session
) -> int:
    """Keep vectors of texts that are still as they were, and forget what was found out without them.

    Returns:
        How many were kept.
    """
    one_at_a_time(session, project_id)
    by_id = {row.id: (row, vector) for row, vector in rows}
    query = select(Example.id, Example.fingerprint).where(col(Example.id).in_(by_id))
    same = [id_ for id_, fingerprint in session.exec(query) if by_id[id_][0].fingerprint == fingerprint]
    for table in (Embedding, Insight):
        session.exec(delete(table).where(col(table.example_id).in_(same)))
    if same:
        session.execute(
            insert(Embedding),
            [
                {
                    "example_id": id_,
                    "encoder": encoder,
                    "fingerprint": by_id[id_][0].fingerprint,
                    "vector": by_id[id_][1],
                }
                for id_ in same
            ],
        )
    return len(same)


def load_vectors(project_id: int, encoder: str, status: str, language: str, *, session: Session) -> Stored:
    """The vectors of all examples of a status and language that are up to date."""
    query = (
        select(Example.id, Example.intent, Embedding.vector)
        .join(Embedding, _of_its_text(encoder))
        .where(Example.project_id == project_id, Example.status == status, Example.language == language)
        .order_by(col(Example.id))
        .execution_options(yield_per=2000)
    )
    rows = list(session.exec(query))
    return Stored(tuple(r[0] for r in rows), tuple(r[1] for r in rows), tuple(r[2] for r in rows))


def vectors_of(example_ids: Sequence[int], encoder: str, *, session: Session) -> dict[int, bytes]:
    """The vectors of some examples; without those whose vector is missing or out of date."""
    query = (
        select(Example.id, Embedding.vector)
        .join(Embedding, _of_its_text(encoder))
        .where(col(Example.id).in_(example_ids))
    )
    return dict(session.exec(query).all())


def _of_its_text(encoder: str) -> Any:
    return (
        (col(Embedding.example_id) == Example.id)
        & (Embedding.fingerprint == Example.fingerprint)
        & (Embedding.encoder == encoder)
    )


def _lacking(query: Any, project_id: int, encoder: str) -> Any:
    return query.outerjoin(Embedding, col(Embedding.example_id) == Example.id).where(
        Example.project_id == project_id,
        or_(
            col(Embedding.example_id).is_(None),
            Embedding.fingerprint != Example.fingerprint,
            Embedding.encoder != encoder,
        ),
    )

"""First step: vectors of new and changed texts."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from backend.domain.errors import Unavailable
from backend.insight.vectors import packed
from backend.students.encoder import Encoder
from jobs.analysis.tools import WRITTEN_AT_ONCE, Tools
from storage.analyses import note_progress
from storage.embeddings import Unembedded, count_to_embed, save_embeddings, to_embed
from storage.pieces import pieces

AT_ONCE = 2048
"""Pending rows that are embedded before they are ranked: the first of many thousands come up after seconds."""


class NoVectors(Unavailable):
    """The encoder's weights are not there, or cannot be loaded."""


def embed(project_id: int, tools: Tools, *, after: int = 0) -> Generator[None, None, bool]:
    """Embed what lacks a vector: all that is decided, and the next pending rows.

    Args:
        after: an id; only later examples are looked at.

    Returns:
        Whether there may be more.
    """
    encoder = tools.encoder
    if encoder is None:
        return False
    decided = yield from _embed(project_id, encoder, tools, pending=False, after=after, most=None)
    pending = yield from _embed(project_id, encoder, tools, pending=True, after=after, most=AT_ONCE)
    return decided + pending > 0


def _embed(
    project_id: int, encoder: Encoder, tools: Tools, *, pending: bool, after: int, most: int | None
) -> Generator[None, None, int]:
    done = total = 0
    while most is None or done < most:
        with tools.store.read() as session:
            rows = to_embed(
                project_id,
                encoder.name,
                pending=pending,
                after=after,
                limit=tools.pace.rows("embedding"),
                session=session,
            )
            if rows and not done:
                total = count_to_embed(project_id, encoder.name, session=session)
        if not rows:
            break
        with tools.pace.timed("embedding", len(rows)):
            vectors = _encoded(encoder, rows)
        for piece in pieces(list(zip(rows, vectors, strict=True)), WRITTEN_AT_ONCE):
            done += len(piece)
            with tools.store.write() as session:
                save_embeddings(project_id, encoder.name, piece, session=session)
                note_progress(project_id, phase="embedding", done=done, total=max(done, total), session=session)
        after = rows[-1].id
        yield
    return done


def _encoded(encoder: Encoder, rows: Sequence[Unembedded]) -> list[bytes]:
    try:
        return packed(encoder.encode([row.text for row in rows]))
    except Unavailable as error:
        raise NoVectors(error.problem, value=error.value, where=error.where, remedy=error.remedy) from error

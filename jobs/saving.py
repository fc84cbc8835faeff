"""Saving the good lines of a reading, piece by piece."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Literal

from backend.domain.errors import TeachsetError
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.formats.reading import Reading
from storage.engine import Store
from storage.examples import Added, add_examples
from storage.pieces import PIECE, in_pieces
from storage.schemas import load_labels, put_schema, schema_to_change
from storage.tables import Example

ImportAs = Literal["seeds", "candidates"]

Progress = Callable[[int, int], None]
"""Called with (lines looked at, lines in all)."""

_GIVES_WAY = 0.05
"""Seconds after a whole piece: who waits for SQLite looks ten times a second, and would find it taken again."""

TYPED = "typed"
"""The source of what was typed or pasted; files are named."""


def save_reading(
    store: Store,
    project_id: int,
    reading: Reading,
    *,
    as_: ImportAs,
    source: str,
    add_labels: bool = False,
    progress: Progress | None = None,
) -> Added:
    """Save the good lines of a reading, piece by piece: whoever reviews meanwhile waits for no more than one.

    Args:
        as_: seeds are accepted as they are; candidates wait for review.
        source: where they come from (TYPED, or a file's name), for provenance.
        add_labels: extend the schema by what the lines hold.

    Raises:
        InvalidValue: the schema changed since the lines were read; nothing is saved.
        TeachsetError: it was broken off; the error says how many lines were saved before. Saved again, the same
            reading or the same file adds the rest, since a text that is there is left out.
    """
    seeds = as_ == "seeds"
    utterances = [line.utterance for line in reading.lines]
    lacks_labels = _require_all(store, project_id, reading, utterances, add_labels=add_labels)
    added: list[Example] = []
    duplicates: list[Utterance] = []
    origin = {"method": "by hand" if source == TYPED else "import", "source": source, "at": _now()}
    for piece in in_pieces(utterances):
        try:
            with store.write() as session:
                if lacks_labels:
                    held = schema_to_change(project_id, session=session)
                    put_schema(project_id, extended(held, reading), session=session)
                new = add_examples(
                    project_id,
                    piece,
                    origin="seed" if seeds else "imported",
                    status="accepted" if seeds else "pending",
                    provenance=origin,
                    session=session,
                )
        except TeachsetError as error:
            raise _broken_off(error, len(added), len(utterances)) from error
        lacks_labels = False
        if len(piece) == PIECE:
            time.sleep(_GIVES_WAY)
        added += new.examples
        duplicates += new.duplicates
        if progress:
            progress(len(added) + len(duplicates), len(utterances))
    return Added(tuple(added), tuple(duplicates))


def _require_all(
    store: Store, project_id: int, reading: Reading, utterances: Sequence[Utterance], *, add_labels: bool
) -> bool:
    """Whether the schema is to be extended by labels; that every line fits it then is seen before the first is saved.

    Raises:
        InvalidValue: one does not.
    """
    with store.read() as session:
        schema = load_labels(project_id, session=session)
    wider = extended(schema, reading) if add_labels else schema
    for utterance in utterances:
        wider.require(utterance)
    return wider != schema


def _broken_off(error: TeachsetError, saved: int, wanted: int) -> TeachsetError:
    """The same error, saying how far the saving was: nothing has to be said where it had not begun."""
    if not saved:
        return error
    remedy = (
        f"{saved:,} of {wanted:,} lines were saved before. Bring the same in again to add the rest (by command with "
        "--skip-bad): a text that is there already is left out."
    )
    return type(error)(error.problem, value=error.value, where=error.where, remedy=remedy)


def extended(schema: Schema, reading: Reading) -> Schema:
    """The schema with whatever the good lines of a reading hold."""
    return schema.extended_by(*(line.utterance for line in reading.lines))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

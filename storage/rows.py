"""The rows that utterances are stored in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col

from backend.domain.normalise import normalised
from backend.domain.parse_notation import SQUARE, write_parse
from backend.domain.utterance import Utterance
from storage.tables import Example, ExampleSlot, now, sha256_of

_NEW = {"version": 1, "queue": 0, "rank": 0.5, "doubt_rank": 0.5, "flagged": False, "votes": 0}


def columns(utterance: Utterance) -> dict[str, Any]:
    """The columns of `example` that hold the utterance."""
    same = normalised(utterance.text)
    return {
        "text": utterance.text,
        "normalised": same,
        "fingerprint": sha256_of(same),
        "intent": utterance.intent,
        "language": utterance.language,
        "spans": [[span.start, span.end, span.slot] for span in utterance.spans],
        "parse": write_parse(utterance.parse, SQUARE) if utterance.parse else None,
    }


def fingerprint(text: str) -> str:
    """The same for two texts that are the same for a reviewer."""
    return sha256_of(normalised(text))


def slot_rows(example_id: int, utterance: Utterance) -> list[ExampleSlot]:
    return [
        ExampleSlot(example_id=example_id, position=position, slot=slot, value=value)
        for position, (slot, value) in enumerate(utterance.labels)
    ]


def insert_examples(
    rows: Sequence[Mapping[str, Any]], utterances: Sequence[Utterance], *, alike: Mapping[str, Any], session: Session
) -> list[int]:
    """Insert examples with their slots, without an object for each, which takes more time than all the rest.

    Args:
        rows: the `columns` of the utterances. alike: the columns that are the same of all.

    Returns:
        Their ids, in the order of the rows.
    """
    if not rows:
        return []
    at = now()
    new = insert(Example).returning(col(Example.id), sort_by_parameter_order=True)
    same = {**_NEW, **alike, "created_at": at, "updated_at": at}
    ids = list(session.scalars(new, [{**same, **row} for row in rows]))
    slots = [
        {"example_id": id_, "position": position, "slot": slot, "value": value}
        for id_, utterance in zip(ids, utterances, strict=True)
        for position, (slot, value) in enumerate(utterance.labels)
    ]
    if slots:
        session.exec(insert(ExampleSlot), params=slots)
    return ids

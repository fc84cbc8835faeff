"""Scores of the slots of examples by students that were trained without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, cast
from sqlmodel import Session, col, delete, select

from storage.engine import one_at_a_time
from storage.found import locked, replace_found
from storage.tables import Example, SlotScore


@dataclass(frozen=True)
class SlotScored:
    """What is to be kept of an example with that text, intent and spans; `columns` are those of its SlotScore, None
    for none."""

    example_id: int
    text: str
    intent: str
    spans: Sequence[Sequence[Any]]
    columns: Mapping[str, Any] | None


def save_slot_scores(project_id: int, scored: Sequence[SlotScored], *, session: Session) -> int:
    """Replace the slot scores of some examples; of those that were changed or removed meanwhile none is kept.

    Returns how many were kept.
    """
    columns = (Example.text, Example.intent, Example.spans, Example.fingerprint)
    there = locked(project_id, [one.example_id for one in scored], *columns, session=session)
    same = [one for one in scored if there.get(one.example_id, ())[:3] == (one.text, one.intent, _listed(one.spans))]
    rows = [
        {
            "example_id": one.example_id,
            "fingerprint": there[one.example_id][3],
            "intent": one.intent,
            "spans": _listed(one.spans),
            **one.columns,
        }
        for one in same
        if one.columns is not None
    ]
    return replace_found(SlotScore, [one.example_id for one in same], rows, session=session)


def drop_slot_scores(project_id: int, *, session: Session) -> None:
    """Forget all slot scores of a project: too little is accepted by now for any."""
    one_at_a_time(session, project_id)
    of_project = select(Example.id).where(Example.project_id == project_id)
    session.exec(delete(SlotScore).where(col(SlotScore.example_id).in_(of_project)))


def slot_scores_of(example_ids: Sequence[int], *, session: Session) -> dict[int, SlotScore]:
    """The slot scores of some examples; none that is of another text, intent or spans than the example has now."""
    query = select(SlotScore).join(Example, col(Example.id) == SlotScore.example_id).where(slots_are_current())
    return {row.example_id: row for row in session.exec(query.where(col(SlotScore.example_id).in_(example_ids)))}


def slots_are_current() -> Any:
    """Of a SlotScore and the Example of its id: it is of what the example says now."""
    return (
        (col(SlotScore.fingerprint) == Example.fingerprint)
        & (col(SlotScore.intent) == Example.intent)
        & (cast(col(SlotScore.spans), Text) == cast(col(Example.spans), Text))  # PostgreSQL compares no JSON
    )


def _listed(spans: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [list(span) for span in spans]

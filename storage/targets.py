"""Targets: how many accepted examples are aimed for, of an intent, or of it with a slot or a label of its parses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, delete, select

from backend.domain.errors import InvalidValue
from storage.engine import one_at_a_time
from storage.schemas import load_labels
from storage.tables import Target

Cell = tuple[str, str]
"""An intent and one of its slots, or a label inside of its parses; "" stands for the intent as a whole."""

MOST = 1_000_000

SHOWN_LABELS = 8
"""Of what an intent may hold, named where something else was given."""


def targets_of(project_id: int, *, session: Session) -> dict[Cell, int]:
    """All targets of a project."""
    rows = session.exec(select(Target).where(Target.project_id == project_id).order_by(col(Target.id)))
    return {(row.intent, row.slot): row.count for row in rows}


def set_targets(project_id: int, counts: Mapping[Cell, int], *, session: Session) -> None:
    """Set the targets of some cells and leave the others; a target of 0 is taken away.

    Raises:
        InvalidValue: an intent, slot or label that the schema does not have, the label of the intent itself, or a count
            that cannot be; nothing is set then.
    """
    one_at_a_time(session, project_id)
    schema = load_labels(project_id, session=session)
    for (intent, slot), count in counts.items():
        held = schema.labels_inside(intent)
        if slot and slot not in held:
            kind = "slot" if schema.parses is None else "label"
            raise InvalidValue(f"{kind} that intent {intent} does not hold", value=slot, remedy=_may_be(held))
        if not 0 <= count <= MOST:
            raise InvalidValue("target", value=count, where=intent, remedy=f"Use 0 to {MOST:,}; 0 means none.")
    for (intent, slot), count in counts.items():
        session.exec(
            delete(Target).where(
                col(Target.project_id) == project_id, col(Target.intent) == intent, col(Target.slot) == slot
            )
        )
        if count:
            session.add(Target(project_id=project_id, intent=intent, slot=slot, count=count))
    session.flush()


def _may_be(labels: Sequence[str]) -> str:
    shown = ", ".join(labels[:SHOWN_LABELS]) + (", …" if len(labels) > SHOWN_LABELS else "")
    return f"It may hold: {shown}." if labels else "It holds none."

"""Targets: how many accepted examples are aimed for, of an intent or of an intent with a slot."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, delete, select

from backend.domain.errors import InvalidValue
from storage.engine import one_at_a_time
from storage.schemas import load_schema
from storage.tables import Target

Cell = tuple[str, str]
"""An intent and one of its slots; "" as the slot stands for the intent as a whole."""

MOST = 1_000_000


def targets_of(project_id: int, *, session: Session) -> dict[Cell, int]:
    """All targets of a project."""
    rows = session.exec(select(Target).where(Target.project_id == project_id).order_by(col(Target.id)))
    return {(row.intent, row.slot): row.count for row in rows}


def set_targets(project_id: int, counts: Mapping[Cell, int], *, session: Session) -> None:
    """Set the targets of some cells and leave the others; a target of 0 is taken away.

    Raises:
        InvalidValue: an intent or slot that the schema does not have, or a count that cannot be; nothing is set then.
    """
    one_at_a_time(session, project_id)
    schema = load_schema(project_id, session=session)
    for (intent, slot), count in counts.items():
        held = schema.intent(intent).slots
        if slot and slot not in held:
            remedy = f"It holds: {', '.join(held)}." if held else "It holds none."
            raise InvalidValue(f"slot that intent {intent} does not hold", value=slot, remedy=remedy)
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

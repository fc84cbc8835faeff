"""What teachers listed for the slots of a project, for a person to take into a catalogue."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.tables import Job

LATEST_JOBS = 20
"""Older lists were begun with fewer values."""


def proposed_values(project_id: int, slot: str, *, session: Session) -> tuple[str, ...]:
    """The values that were listed for a slot in the latest jobs, the latest job's first; none twice."""
    query = select(Job.proposed).where(Job.project_id == project_id, col(Job.proposed).is_not(None))
    lists = session.exec(query.order_by(col(Job.id).desc()).limit(LATEST_JOBS))
    return tuple(dict.fromkeys(value for proposed in lists for value in (proposed or {}).get(slot, ())))

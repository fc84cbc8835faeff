"""What teachers listed for the slots of a project: for later jobs, and for a person to take into a catalogue."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.tables import Job

LATEST_JOBS = 50
"""Older lists were begun with fewer values."""


def proposed_values(project_id: int, slot: str, *, session: Session) -> tuple[str, ...]:
    """The values that were listed for a slot in the latest jobs, the latest job's first; none twice."""
    lists = _lists(project_id, None, session)
    return tuple(dict.fromkeys(value for proposed in lists for value in proposed.get(slot, ())))


def latest_proposed(project_id: int, language: str, *, session: Session) -> dict[str, list[str]]:
    """Slot → what the latest job in a language had listed for it, of every slot that any of the latest jobs had."""
    found: dict[str, list[str]] = {}
    for proposed in _lists(project_id, language, session):
        found = {**proposed, **found}
    return found


def _lists(project_id: int, language: str | None, session: Session) -> list[dict[str, list[str]]]:
    query = select(Job.proposed).where(Job.project_id == project_id, col(Job.proposed).is_not(None))
    if language is not None:
        query = query.where(Job.language == language)
    found = session.exec(query.order_by(col(Job.id).desc()).limit(LATEST_JOBS)).all()
    return [dict(proposed) for proposed in found if proposed is not None]

"""How many accepted examples hold each label in each language, and of which candidates a student is unsure."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, case, col, func, select

from storage.schemas import load_labels
from storage.tables import Example, ExampleSlot, Insight

Key = tuple[str, str, str]
"""Language, intent, and slot; "" for the intent as a whole."""


def accepted_labels(project_id: int, *, session: Session) -> dict[Key, int]:
    """Accepted examples by language, intent and slot; labels of a parse are no slots.

    Of a language that any accepted example is in, labels of the schema that none holds are there with 0.
    """
    of_project = (Example.project_id == project_id, Example.status == "accepted")
    intents = select(Example.language, Example.intent, func.count(col(Example.id))).where(*of_project)
    counts = {
        (language, intent, ""): count
        for language, intent, count in session.exec(intents.group_by(Example.language, Example.intent))
    }
    languages = sorted({language for language, _intent, _slot in counts})
    slots = (
        select(Example.language, Example.intent, ExampleSlot.slot, func.count(func.distinct(ExampleSlot.example_id)))
        .join(ExampleSlot, col(ExampleSlot.example_id) == Example.id)
        .where(*of_project, col(Example.parse).is_(None))
        .group_by(Example.language, Example.intent, ExampleSlot.slot)
    )
    counts |= {(language, intent, slot): count for language, intent, slot, count in session.exec(slots)}
    allowed = [
        (intent.name, slot)
        for intent in load_labels(project_id, session=session).intents
        for slot in ("", *intent.slots)
    ]
    return {(language, *label): 0 for language in languages for label in allowed} | counts


def unsure_candidates(
    project_id: int, student: str, below: float, *, session: Session
) -> dict[tuple[str, str], tuple[int, int]]:
    """(language, intent) → how many pending candidates a student has read, and to how many it gave less than `below`.

    Args:
        student: its uid; what another one said does not count.
    """
    prediction: Any = col(Insight.prediction)
    is_unsure = case((prediction["confidence"].as_float() < below, 1), else_=0)
    query = (
        select(Example.language, Example.intent, func.count(col(Example.id)), func.sum(is_unsure))
        .join(Insight, (col(Insight.example_id) == Example.id) & (Insight.fingerprint == Example.fingerprint))
        .where(
            Example.project_id == project_id,
            Example.status == "pending",
            prediction["student"].as_string() == student,
        )
        .group_by(Example.language, Example.intent)
    )
    return {(language, intent): (seen, int(unsure)) for language, intent, seen, unsure in session.exec(query)}

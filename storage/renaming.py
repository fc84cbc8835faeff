"""Renaming an intent or a slot: wherever a project says its name, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import case
from sqlmodel import Session, col, func, select, update

from backend.domain.errors import Conflict, NotFound
from backend.domain.names import label_name
from storage.engine import one_at_a_time
from storage.json_text import replace_in_json
from storage.parse_schemas import load_parses
from storage.refusing import refuse_active_job, refuse_active_student, refuse_active_task
from storage.renamed_kept import field_piece, rename_kept, span_piece
from storage.tables import Example, ExampleSlot, IntentRow, IntentSlot, SlotRow, Target, now

LabelKind = Literal["intent", "slot"]


@dataclass(frozen=True)
class LabelUses:
    """How many examples, whatever became of them, and targets say a name."""

    examples: int
    targets: int


def label_uses(project_id: int, kind: LabelKind, name: str, *, session: Session) -> LabelUses:
    """Count what a renaming would change."""
    examples = select(func.count(col(Example.id))).where(*_examples_of(project_id, kind, name))
    named = Target.intent if kind == "intent" else Target.slot
    targets = select(func.count(col(Target.id))).where(Target.project_id == project_id, named == name)
    return LabelUses(session.exec(examples).one(), session.exec(targets).one())


def rename_label(project_id: int, kind: LabelKind, old: str, new: str, *, session: Session) -> LabelUses:
    """Call an intent or a slot otherwise: in the schema, in examples of every status, and in all that is kept of them.

    Decisions say the new name as well, so that an undo brings back what the schema has. An example that says the name
    has another version afterwards: who decides on a card that shows the old name is shown it again. What a teacher was
    sent, and what it wrote, stays as it was.

    Raises:
        InvalidValue: a name that no label may have.
        NotFound: there is no such intent or slot.
        Conflict: the new name is taken; a job writes with the old one, or a student learns or is measured with it; or a
            project of parses, whose labels stand in every parse.
    """
    one_at_a_time(session, project_id)
    new = label_name(new, kind=kind)
    table = IntentRow if kind == "intent" else SlotRow
    row = session.exec(select(table).where(table.project_id == project_id, table.name == old)).first()
    if row is None:
        raise NotFound(f"no {kind}", value=old, remedy="Reload the page.")
    if new == old:
        return LabelUses(0, 0)
    _refuse(project_id, kind, old, new, session)
    uses = label_uses(project_id, kind, old, session=session)
    _rename_examples(project_id, kind, old, new, session)
    row.name = new  # of an intent: its examples, jobs and targets follow by their foreign keys
    session.add(row)
    session.flush()
    rename_kept(project_id, kind, old, new, session=session)
    session.expire_all()
    return uses


def _refuse(project_id: int, kind: LabelKind, old: str, new: str, session: Session) -> None:
    if load_parses(project_id, session=session) is not None:
        remedy = "Its labels stand in every parse; add one of the new name and correct the parses."
        raise Conflict("a project of parses cannot have its labels renamed", value=old, remedy=remedy)
    table = IntentRow if kind == "intent" else SlotRow
    if session.exec(select(table.id).where(table.project_id == project_id, table.name == new)).first() is not None:
        remedy = "Choose another name: a renaming makes no one label of two."
        raise Conflict(f"there is already {'an' if kind == 'intent' else 'a'} {kind}", value=new, remedy=remedy)
    for intent in [old] if kind == "intent" else _intents_with(project_id, old, session):
        refuse_active_job(project_id, intent=intent, session=session)
    refuse_active_student(project_id, session=session)
    refuse_active_task(project_id, session=session)


def _intents_with(project_id: int, slot: str, session: Session) -> list[str]:
    query = (
        select(IntentRow.name)
        .join(IntentSlot, col(IntentSlot.intent_id) == IntentRow.id)
        .join(SlotRow, col(SlotRow.id) == IntentSlot.slot_id)
    )
    return list(session.exec(query.where(SlotRow.project_id == project_id, SlotRow.name == slot)))


def _examples_of(project_id: int, kind: LabelKind, name: str) -> tuple[Any, ...]:
    of_project = col(Example.project_id) == project_id
    if kind == "intent":
        return of_project, col(Example.intent) == name
    return of_project, col(Example.id).in_(select(ExampleSlot.example_id).where(ExampleSlot.slot == name))


def _rename_examples(project_id: int, kind: LabelKind, old: str, new: str, session: Session) -> None:
    """The version of each that says the name, its slots, and what was asked for; intents follow the schema."""
    of_project, says = _examples_of(project_id, kind, old)
    pieces: dict[Any, tuple[str, str]] = {Example.provenance: field_piece(kind, old, new)}
    if kind == "slot":
        pieces[Example.spans] = span_piece(old, new)
    bumped = {Example.version: case((says, Example.version + 1), else_=Example.version), Example.updated_at: now()}
    replace_in_json(Example, pieces, of_project, besides=says, values=bumped, session=session)
    if kind == "slot":
        held = col(ExampleSlot.example_id).in_(select(Example.id).where(Example.project_id == project_id))
        slots = update(ExampleSlot).where(col(ExampleSlot.slot) == old, held).values(slot=new)
        session.exec(slots.execution_options(synchronize_session=False))

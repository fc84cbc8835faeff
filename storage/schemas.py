"""The schema of a project: its intents, slots, and which intent holds which slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, delete, func, select

from backend.domain.errors import Conflict, NotFound
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import is_value
from storage.engine import one_at_a_time
from storage.parse_schemas import load_parses, store_parses
from storage.refusing import refuse_active_job
from storage.tables import Decision, Example, ExampleSlot, IntentRow, IntentSlot, Job, SlotRow, Target


@dataclass(frozen=True)
class IntentContents:
    """What goes when an intent is deleted."""

    examples: int
    decisions: int
    jobs: int


def load_schema(project_id: int, *, session: Session) -> Schema:
    """All intents and slots of a project, in the order in which they were added, and what its parses may be."""
    slots = session.exec(select(SlotRow).where(SlotRow.project_id == project_id).order_by(col(SlotRow.id))).all()
    intents = session.exec(select(IntentRow).where(IntentRow.project_id == project_id).order_by(col(IntentRow.id)))
    held = _held({slot.id: slot.name for slot in slots}, session)
    return Schema(
        tuple(Intent(row.name, row.description, held.get(row.id, ())) for row in intents),
        tuple(Slot(row.name, row.description, _sayable(row)) for row in slots),
        load_parses(project_id, session=session),
    )


def load_labels(project_id: int, *, session: Session) -> Schema:
    """The schema without descriptions and catalogues: whoever decides does not wait for 20,000 cities to be read.

    It is for holding utterances against, and for naming labels.
    """
    slots = select(SlotRow.id, SlotRow.name).where(SlotRow.project_id == project_id).order_by(col(SlotRow.id))
    intents = select(IntentRow.id, IntentRow.name).where(IntentRow.project_id == project_id).order_by(col(IntentRow.id))
    names = dict(session.exec(slots).all())
    held = _held(names, session)
    return Schema(
        tuple(Intent(name, slots=held.get(id_, ())) for id_, name in session.exec(intents)),
        tuple(Slot(name) for name in names.values()),
        load_parses(project_id, catalogues=False, session=session),
    )


def _held(names: Mapping[int, str], session: Session) -> dict[int, tuple[str, ...]]:
    """By the id of the intent; `names` are those of all slots of the project, by id."""
    held: dict[int, list[str]] = {}
    links = select(IntentSlot).where(col(IntentSlot.slot_id).in_(names)).order_by(col(IntentSlot.slot_id))
    for link in session.exec(links):
        held.setdefault(link.intent_id, []).append(names[link.slot_id])
    return {intent: tuple(slots) for intent, slots in held.items()}


def _sayable(row: SlotRow) -> tuple[str, ...]:
    """The catalogue of a slot without what was stored before it was looked whether an utterance can hold it."""
    return tuple(value for value in row.catalogue if is_value(value))


def schema_to_change(project_id: int, *, session: Session) -> Schema:
    """The schema as it is, and stays until this transaction ends but for what it changes itself."""
    one_at_a_time(session, project_id)
    return load_schema(project_id, session=session)


def put_schema(project_id: int, schema: Schema, *, session: Session) -> None:
    """Add every intent and slot of `schema`, or change the one of that name; removes none.

    An intent's slots become those given; targets of others go, those of labels of parses stay. What parses may be
    becomes what is given, which is to be an extension of what it was (see `parse_schemas.replace_parses` for any
    other change).

    Raises:
        Conflict: an intent would lose a slot that its examples hold.
    """
    one_at_a_time(session, project_id)
    for slot in schema.slots:
        put_slot(project_id, slot, session=session)
    for intent in schema.intents:
        put_intent(project_id, intent, session=session)
    if schema.parses is not None:
        store_parses(project_id, schema.parses, session=session)


def put_slot(project_id: int, slot: Slot, *, session: Session) -> None:
    """Add a slot, or change its description and catalogue.

    Raises:
        Conflict: a project of parses, which has none.
    """
    one_at_a_time(session, project_id)
    if load_parses(project_id, session=session) is not None:
        remedy = "Its labels are those of its parses."
        raise Conflict("a project of parses has no slots", value=slot.name, remedy=remedy)
    row = _slot_row(project_id, slot.name, session) or SlotRow(project_id=project_id, name=slot.name)
    row.description = slot.description
    row.catalogue = list(slot.catalogue)
    session.add(row)
    session.flush()


def put_intent(project_id: int, intent: Intent, *, session: Session) -> None:
    """Add an intent, or change its description and slots.

    Raises:
        NotFound: one of its slots is not in the project.
        Conflict: it would lose a slot that its examples hold, or any slot while a job writes for it.
    """
    one_at_a_time(session, project_id)  # nobody adds or accepts what holds a slot that it is about to lose
    row = _intent_row(project_id, intent.name, session) or IntentRow(project_id=project_id, name=intent.name)
    row.description = intent.description
    session.add(row)
    session.flush()
    _refuse_losing_slots(project_id, row.id, intent, session)
    session.exec(delete(IntentSlot).where(col(IntentSlot.intent_id) == row.id))
    for name in intent.slots:
        slot = _slot_row(project_id, name, session)
        if slot is None:
            raise NotFound(f"intent {intent.name} names an unknown slot", value=name, remedy="Add the slot first.")
        session.add(IntentSlot(intent_id=row.id, slot_id=slot.id))
    if load_parses(project_id, session=session) is None:  # else its targets are of labels of parses, and none goes here
        of_intent = (col(Target.project_id) == project_id) & (col(Target.intent) == intent.name)
        session.exec(delete(Target).where(of_intent, col(Target.slot).not_in(["", *intent.slots])))
    session.flush()


def intent_contents(project_id: int, name: str, *, session: Session) -> IntentContents:
    """Count what is there of an intent."""
    examples = select(Example.id).where(Example.project_id == project_id, Example.intent == name)
    return IntentContents(
        examples=session.exec(select(func.count()).select_from(examples.subquery())).one(),
        decisions=session.exec(select(func.count()).where(col(Decision.example_id).in_(examples))).one(),
        jobs=session.exec(select(func.count()).where(Job.project_id == project_id, Job.intent == name)).one(),
    )


def delete_intent(project_id: int, name: str, *, session: Session) -> None:
    """Delete an intent with its examples, their decisions and its jobs.

    Raises:
        NotFound: there is no such intent.
        Conflict: a job is writing utterances for it.
    """
    one_at_a_time(session, project_id)
    row = _intent_row(project_id, name, session)
    if row is None:
        raise NotFound("no intent", value=name, remedy="Reload the page.")
    refuse_active_job(project_id, intent=name, session=session)
    for table in (Example, Job):
        session.exec(delete(table).where(col(table.project_id) == project_id, col(table.intent) == name))
    session.exec(delete(IntentRow).where(col(IntentRow.id) == row.id))


def delete_slot(project_id: int, name: str, *, session: Session) -> None:
    """Delete a slot that no example holds, with its targets.

    Raises:
        NotFound: there is no such slot.
        Conflict: examples hold it, or a job is active.
    """
    one_at_a_time(session, project_id)
    row = _slot_row(project_id, name, session)
    if row is None:
        raise NotFound("no slot", value=name, remedy="Reload the page.")
    refuse_active_job(project_id, session=session)
    used = _examples_with_slot(project_id, name, None, session)
    if used:
        raise Conflict(f"{used} examples hold the slot", value=name, remedy="Take it out of them on the Dataset page.")
    session.exec(delete(Target).where(col(Target.project_id) == project_id, col(Target.slot) == name))
    session.exec(delete(SlotRow).where(col(SlotRow.id) == row.id))


def _refuse_losing_slots(project_id: int, intent_id: int, intent: Intent, session: Session) -> None:
    linked = select(SlotRow.name).join(IntentSlot, col(IntentSlot.slot_id) == SlotRow.id)
    if not set(session.exec(linked.where(IntentSlot.intent_id == intent_id))) - set(intent.slots):
        return
    refuse_active_job(project_id, intent=intent.name, session=session)
    held = (
        select(ExampleSlot.slot)
        .join(Example, col(Example.id) == ExampleSlot.example_id)
        .where(Example.project_id == project_id, Example.intent == intent.name)
        .distinct()
    )
    for slot in session.exec(held):
        if slot not in intent.slots:
            used = _examples_with_slot(project_id, slot, intent.name, session)
            raise Conflict(
                f"{used} examples of intent {intent.name} hold the slot",
                value=slot,
                remedy="Take it out of them first, or leave it with the intent.",
            )


def _examples_with_slot(project_id: int, slot: str, intent: str | None, session: Session) -> int:
    query = (
        select(func.count(func.distinct(ExampleSlot.example_id)))
        .join(Example, col(Example.id) == ExampleSlot.example_id)
        .where(Example.project_id == project_id, ExampleSlot.slot == slot)
    )
    if intent is not None:
        query = query.where(Example.intent == intent)
    return session.exec(query).one()


def _intent_row(project_id: int, name: str, session: Session) -> IntentRow | None:
    return session.exec(select(IntentRow).where(IntentRow.project_id == project_id, IntentRow.name == name)).first()


def _slot_row(project_id: int, name: str, session: Session) -> SlotRow | None:
    return session.exec(select(SlotRow).where(SlotRow.project_id == project_id, SlotRow.name == name)).first()

"""What pages ask of jobs and storage, where one call there is not enough."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from backend.domain.decision import DecisionCreate
from backend.domain.errors import Conflict, InvalidValue
from backend.domain.parse_schema import ParseSchema
from backend.domain.request import Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance
from jobs.renaming import rename
from jobs.writers import writer_for
from storage.decisions import decide
from storage.engine import Store
from storage.examples import get_example
from storage.jobs import active_jobs, request_of
from storage.parse_schemas import store_parses
from storage.projects import ProjectContents, create_project, list_projects, project_contents
from storage.renaming import LabelKind
from storage.schemas import load_schema, put_intent, put_slot, schema_to_change
from storage.tables import Example, Job, Project


@dataclass(frozen=True)
class ProjectCard:
    """A project and how much is in it."""

    project: Project
    contents: ProjectContents


def count_projects(store: Store) -> int:
    """How many projects there are."""
    with store.read() as session:
        return len(list_projects(session=session))


def project_cards(store: Store, *, limit: int, offset: int) -> list[ProjectCard]:
    """Some projects with their counts, by name."""
    with store.read() as session:
        shown = list_projects(session=session)[offset : offset + limit]
        return [ProjectCard(one, project_contents(one.id, session=session)) for one in shown]


def new_project(store: Store, name: str, *, language: str, teacher: str, parses: ParseSchema | None = None) -> Project:
    """Create a project; with `parses` one of parses.

    Raises:
        InvalidValue: a name or a language that cannot be.
        Conflict: the name is taken.
    """
    with store.write() as session:
        project = create_project(name, language=language, teacher=teacher, session=session)
        if parses is not None:
            store_parses(project.id, parses, session=session)
        return project


def schema_of(store: Store, project_id: int) -> Schema:
    """The schema of a project as it is now."""
    with store.read() as session:
        return load_schema(project_id, session=session)


def save_intent(store: Store, project_id: int, intent: Intent, *, old: str = "") -> None:
    """Add an intent, or change the one called `old`, its name too; a slot that the project lacks is added with it.

    Raises:
        Conflict: a new one whose name is taken, or a used slot would be lost.
        InvalidValue, NotFound, Conflict, Unavailable: of another name, see `jobs.renaming.rename`.
    """

    def put(session: Session) -> None:
        schema = schema_to_change(project_id, session=session)
        if not old and any(intent.name == one.name for one in schema.intents):
            raise Conflict("there is already an intent", value=intent.name, remedy="Edit that one.")
        known = {slot.name for slot in schema.slots}
        for name in intent.slots:
            if name not in known:
                put_slot(project_id, Slot(name), session=session)
        put_intent(project_id, intent, session=session)

    _save(store, project_id, "intent", old, intent.name, put)


def save_prototype(store: Store, project_id: int, intent: Intent, slots: Sequence[Slot]) -> None:
    """Add an intent with its slots; what a slot of the project holds already stays, new values are added to it.

    Raises:
        Conflict: there is an intent of that name; nothing is changed.
    """
    with store.write() as session:
        schema = schema_to_change(project_id, session=session)
        if any(intent.name == one.name for one in schema.intents):
            remedy = "Order utterances of it on Generate, or edit it on Schema & seeds."
            raise Conflict("there is already an intent", value=intent.name, remedy=remedy)
        known = {slot.name: slot for slot in schema.slots}
        for slot in slots:
            old = known.get(slot.name, Slot(slot.name))
            values = tuple(dict.fromkeys((*old.catalogue, *slot.catalogue)))
            put_slot(project_id, Slot(old.name, old.description, values), session=session)
        put_intent(project_id, intent, session=session)


def save_slot(store: Store, project_id: int, slot: Slot, *, old: str = "") -> None:
    """Add a slot, or change the one called `old`: its name, description and catalogue.

    Raises:
        Conflict: a new one whose name is taken.
        InvalidValue, NotFound, Conflict, Unavailable: of another name, see `jobs.renaming.rename`.
    """

    def put(session: Session) -> None:
        if not old and any(slot.name == one.name for one in schema_to_change(project_id, session=session).slots):
            raise Conflict("there is already a slot", value=slot.name, remedy="Edit that one.")
        put_slot(project_id, slot, session=session)

    _save(store, project_id, "slot", old, slot.name, put)


def _save(store: Store, project_id: int, kind: LabelKind, old: str, name: str, put: Callable[[Session], None]) -> None:
    """In one transaction with the renaming, if there is one: what is refused leaves the label as it was."""
    if old and old != name:
        rename(store, project_id, kind, old, name, then=put)
    else:
        with store.write() as session:
            put(session)


def same_active_job(store: Store, project: Project, request: Request) -> Job | None:
    """The active job that pressing Generate would come to, if there is one."""
    with store.read() as session:
        for job in active_jobs(project_id=project.id, session=session):
            same = job.teacher == writer_for(project.teacher, request)
            if same and replace(request_of(job), seed=0) == replace(request, seed=0):
                return job
    return None


def decide_once(
    store: Store,
    example: Example,
    action: str,
    *,
    reason: str = "",
    utterance: Utterance | None = None,
    reviewer: str = "",
) -> Example:
    """Decide, not in the review, on the version of the example that was shown; returns it as it is now.

    Raises:
        Conflict: it was changed since (StaleDecision), or stands so already.
        InvalidValue: an edit that changes nothing or has unknown labels.
    """
    if utterance is not None and utterance == example.utterance and example.status == "accepted":
        raise InvalidValue("the edit changes nothing")
    decision = DecisionCreate(
        example_id=example.id,
        version=example.version,
        action=action,
        uid=str(uuid.uuid4()),
        reason=reason,
        reviewer=reviewer,
        utterance=utterance,
        elsewhere=True,
    )
    with store.write() as session:
        decide(example.project_id, decision, session=session)
        return get_example(example.project_id, example.id, session=session)

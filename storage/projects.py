"""Projects: make, find, list, delete."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sqlmodel import Session, col, delete, func, select

from backend.domain.errors import Conflict, InvalidValue, NotFound
from backend.domain.language import language_code
from backend.domain.names import project_name
from storage.engine import one_at_a_time
from storage.refusing import refuse_active_job, refuse_active_run, refuse_active_student, refuse_active_task
from storage.tables import (
    Decision,
    Example,
    IntentRow,
    Output,
    Project,
    SlotRow,
)


@dataclass(frozen=True)
class ProjectContents:
    """How much a project holds: what goes when it is deleted."""

    intents: int
    slots: int
    seeds: int
    pending: int
    accepted: int
    rejected: int
    decisions: int
    outputs: int


def create_project(name: str, *, language: str = "en", teacher: str, session: Session) -> Project:
    """Add an empty project.

    Raises:
        InvalidValue: a name or language that the domain refuses.
        Conflict: the name is taken.
    """
    name = project_name(name)
    if session.exec(select(Project).where(Project.name_key == name.casefold())).first():
        raise Conflict("there is already a project", value=name, remedy="Open it, or choose another name.")
    project = Project(name=name, name_key=name.casefold(), language=language_code(language), teacher=teacher)
    session.add(project)
    session.flush()
    return project


def list_projects(*, session: Session) -> list[Project]:
    return list(session.exec(select(Project).order_by(Project.name_key)))


def project_named(name: str, *, session: Session) -> Project:
    """The project of that name, whatever its case.

    Raises:
        NotFound: there is none; the message lists those that are there.
    """
    wanted = unicodedata.normalize("NFC", name).strip().casefold()
    found = session.exec(select(Project).where(Project.name_key == wanted)).first()
    if found:
        return found
    names = ", ".join(project.name for project in list_projects(session=session)[:8])
    raise NotFound("no project", value=name, remedy=f"There are: {names}." if names else "Create it first.")


def project_by_id(project_id: int, *, session: Session) -> Project:
    """The project of that id.

    Raises:
        NotFound: it was deleted.
    """
    found = session.get(Project, project_id)
    if not found:
        raise NotFound("this project is gone; its id was", value=project_id, remedy="Open another project.")
    return found


def set_teacher(project_id: int, teacher: str, *, session: Session) -> None:
    """Choose the teacher of a project; whether it exists was checked by whoever asks."""
    project = project_by_id(project_id, session=session)
    project.teacher = teacher
    session.add(project)


def set_shared_percent(project_id: int, percent: int, *, session: Session) -> None:
    """Choose the share of the candidates that two reviewers judge; what is voted on already stays with two.

    Raises:
        InvalidValue: not from 0 to 100.
    """
    if not 0 <= percent <= 100:
        raise InvalidValue("share of the candidates in percent", value=percent, remedy="Give 0 to 100.")
    project = project_by_id(project_id, session=session)
    project.shared_percent = percent
    session.add(project)


def project_contents(project_id: int, *, session: Session) -> ProjectContents:
    """Count what a project holds, in SQL."""

    def count(table: type, *conditions: object) -> int:
        query = select(func.count()).select_from(table).where(table.project_id == project_id, *conditions)  # type: ignore[attr-defined, arg-type]
        return session.exec(query).one()

    return ProjectContents(
        intents=count(IntentRow),
        slots=count(SlotRow),
        seeds=count(Example, Example.status == "accepted", Example.origin == "seed"),
        pending=count(Example, Example.status == "pending"),
        accepted=count(Example, Example.status == "accepted", Example.origin != "seed"),
        rejected=count(Example, Example.status == "rejected"),
        decisions=count(Decision),
        outputs=count(Output),
    )


def delete_project(project_id: int, *, session: Session) -> None:
    """Delete a project and all that is in it.

    Raises:
        NotFound: it is gone already.
        Conflict: one of its jobs, trials or tunings, the training of its student, or a test or curve is active.
    """
    one_at_a_time(session, project_id)
    project = project_by_id(project_id, session=session)
    refuse_active_job(project_id, session=session)
    refuse_active_run(project_id, session=session)
    refuse_active_student(project_id, session=session)
    refuse_active_task(project_id, session=session)
    session.exec(delete(Project).where(col(Project.id) == project.id))

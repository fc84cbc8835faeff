"""Projects and their schema."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from backend.domain.errors import InvalidValue
from backend.domain.request import Include
from backend.domain.schema import Intent, Schema, Slot
from commands.console import AsJson, Name, open_project, say
from commands.parses import KINDS, empty_parses
from commands.renaming import rename_labels
from jobs.deleting import remove_project
from jobs.demo import make_demo
from jobs.generating import check_teacher
from jobs.opening import open_store
from jobs.settings import settings
from storage.parse_schemas import store_parses
from storage.projects import create_project, list_projects, project_contents
from storage.schemas import load_schema, put_schema, schema_to_change

projects = typer.Typer(no_args_is_help=True, help="Create, list and delete projects.")


@projects.command("create")
def project_create(
    name: Name,
    language: str = "en",
    teacher: str = "",
    kind: Annotated[str, typer.Option(help="slots or parses: what its utterances are labelled with.")] = "slots",
    form: Annotated[
        str, typer.Option(help="Of parses: top (every word of the text is in them), decoupled (values only) or exr.")
    ] = "decoupled",
    brackets: Annotated[str, typer.Option(help="How parses are written: square or round.")] = "square",
    as_json: AsJson = False,
) -> None:
    """Create an empty project."""
    if kind not in KINDS:
        raise InvalidValue("unknown kind of project", value=kind, remedy=f"Use {' or '.join(KINDS)}.")
    parses = empty_parses(form, brackets) if kind == "parses" else None
    teacher = teacher or settings().teacher
    check_teacher(teacher)
    with open_store(settings()).write() as session:
        project = create_project(name, language=language, teacher=teacher, session=session)
        if parses is not None:
            store_parses(project.id, parses, session=session)
    said = {"project": project.name, "language": project.language, "kind": kind}
    say(as_json, said, f"Created project {project.name}.")


@projects.command("list")
def project_list(as_json: AsJson = False) -> None:
    """List the projects with what they hold."""
    store = open_store(settings())
    with store.read() as session:
        found = {p.name: project_contents(p.id, session=session) for p in list_projects(session=session)}
    lines = [f"{name}: {held.seeds} seeds, {held.pending} pending" for name, held in found.items()]
    say(
        as_json,
        {"projects": [{"name": name, **vars(held)} for name, held in found.items()]},
        "\n".join(lines) or "There is no project yet; try: cli.py demo",
    )


@projects.command("delete")
def project_delete(name: Name, yes: Annotated[bool, typer.Option("--yes")] = False, as_json: AsJson = False) -> None:
    """Delete a project with all that is in it."""
    store, project = open_project(name)
    with store.read() as session:
        held = vars(project_contents(project.id, session=session))
    if not yes:
        if not sys.stdin.isatty():
            raise InvalidValue("deletion of a project, not confirmed", value=name, remedy="Give --yes.")
        typer.confirm(f"Delete {name} with " + ", ".join(f"{n} {what}" for what, n in held.items()) + "?", abort=True)
    remove_project(store, project.id, settings())
    say(as_json, {"deleted": name, **held}, f"Deleted {name}.")


def demo(as_json: AsJson = False) -> None:
    """Make the demo project, or name it if it is there."""
    project = make_demo(open_store(settings()))
    say(as_json, {"project": project.name}, f"Project {project.name} is ready.")


def schema(
    name: Name,
    intent: str = "",
    slot: Annotated[list[str] | None, typer.Option(help="A slot of the intent; may be repeated.")] = None,
    value: Annotated[list[str] | None, typer.Option(help="slot=value for a slot's catalogue; repeatable.")] = None,
    description: str = "",
    rename_intent: Annotated[str, typer.Option(help="OLD=NEW: call an intent otherwise, wherever it is said.")] = "",
    rename_slot: Annotated[str, typer.Option(help="OLD=NEW: call a slot otherwise, in every intent.")] = "",
    as_json: AsJson = False,
) -> None:
    """Add an intent and its slots, rename one, or show the schema."""
    if not intent and (slot or value or description):
        raise InvalidValue("slots or a description without an intent", remedy="Give --intent as well.")
    store, project = open_project(name)
    renamed = rename_labels(store, project.id, intent=rename_intent, slot=rename_slot)
    with store.write() as session:
        held = schema_to_change(project.id, session=session)
        if intent:
            put_schema(project.id, extended(held, intent, slot or [], value or [], description), session=session)
            held = load_schema(project.id, session=session)
    shown = [f"{one.name}: {', '.join(one.slots) or 'no slots'}" for one in held.intents]
    say(
        as_json,
        {"intents": [vars(one) for one in held.intents], "slots": [vars(one) for one in held.slots]} | renamed,
        "\n".join(shown) or "The schema is empty.",
    )


def extended(held: Schema, intent: str, slots: list[str], values: list[str], description: str) -> Schema:
    catalogues = [Include.parse(item) for item in values]
    names = list(dict.fromkeys([*slots, *(item.slot for item in catalogues)]))
    known = {slot.name: slot for slot in held.slots}
    for slot_name in names:
        old = known.get(slot_name, Slot(slot_name))
        added = (item.value for item in catalogues if item.slot == slot_name)
        known[slot_name] = Slot(old.name, old.description, (*old.catalogue, *added))
    before = next((one for one in held.intents if one.name == intent), Intent(intent))
    changed = Intent(before.name, description or before.description, (*before.slots, *names))
    return Schema((changed,), tuple(known.values()))

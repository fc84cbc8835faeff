"""What the parses of a project may be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, cast

import typer

from backend.domain.errors import InvalidValue
from backend.domain.parse_schema import ParseForm, ParseLabel, ParseSchema
from commands.console import AsJson, Name, open_project, say
from storage.engine import one_at_a_time
from storage.parse_schemas import load_parses, parses_as_json, parses_from_json, replace_parses

KINDS = ("slots", "parses")


def empty_parses(form: str, brackets: str) -> ParseSchema:
    """The schema of a project that has no parse yet.

    Raises:
        InvalidValue: unknown form or brackets.
    """
    return ParseSchema(cast(ParseForm, form), brackets)


def parses(
    name: Name,
    change: Annotated[
        Path | None, typer.Option("--set", help="A JSON file: the object that --json shows, edited.")
    ] = None,
    value: Annotated[list[str] | None, typer.Option(help="LABEL=value for a label's catalogue; repeatable.")] = None,
    meaning: Annotated[list[str] | None, typer.Option(help="LABEL=what it means; may be repeated.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the labels of a project's parses, or change them; `import --add-labels` adds what its lines hold."""
    store, project = open_project(name)
    given = parses_from_json(_content(change)) if change else None
    if given or value or meaning:
        with store.write() as session:
            one_at_a_time(session, project.id)  # what is added is added to what is there
            before = given or load_parses(project.id, session=session)
            if before is not None:
                replace_parses(project.id, told_of(before, value or [], meaning or []), session=session)
    with store.read() as session:
        held = load_parses(project.id, session=session)
    if held is None:
        raise InvalidValue("project of slots, which has no parses", value=name, remedy="See the command schema.")
    say(
        as_json,
        parses_as_json(held),
        "\n".join(_told(label) for label in held.labels) or "No parse yet; import some with --add-labels.",
    )


def told_of(parses: ParseSchema, values: list[str], meanings: list[str]) -> ParseSchema:
    """The schema with more values in its catalogues, and with what labels mean.

    Args:
        values, meanings: each LABEL=words.

    Raises:
        InvalidValue: no such label, one that holds no value, or nothing behind an equals sign.
    """
    for given in values:
        label, said = _split(parses, given)
        parses = parses.with_label(replace(label, catalogue=(*label.catalogue, said)))
    for given in meanings:
        label, said = _split(parses, given)
        parses = parses.with_label(replace(label, description=said))
    return parses


def _split(parses: ParseSchema, given: str) -> tuple[ParseLabel, str]:
    name, _, said = given.partition("=")
    if not said.strip():
        raise InvalidValue("not LABEL=words", value=given, remedy="Write SIZE=big.")
    return parses.label(name.strip()), said.strip()


def _told(label: ParseLabel) -> str:
    parts = [f"holds {', '.join(label.nests)}"] if label.nests else []
    parts += ["holds a value"] if label.holds_value else []
    parts += [f"such as {', '.join(label.catalogue[:8])}"] if label.catalogue else []
    return f"{label.name}: {'; '.join(parts) or 'empty'}"


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidValue("file that cannot be read", value=str(file), remedy=f"{error}.") from error

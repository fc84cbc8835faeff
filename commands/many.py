"""Deciding on many candidates at once."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated

import typer

from backend.domain.errors import InvalidValue
from commands.console import AsJson, Name, open_project, say
from storage.bulk import decide_bulk, order_bulk
from storage.bulk_preview import preview_bulk
from storage.filters import ExampleFilter
from storage.schemas import load_schema


def decide_all(
    name: Name,
    intent: str = "",
    slot: str = "",
    method: str = "",
    search: Annotated[str, typer.Option(help="A piece of the text.")] = "",
    accept: Annotated[bool, typer.Option("--accept")] = False,
    reject: Annotated[bool, typer.Option("--reject")] = False,
    reason: str = "",
    reviewer: str = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    as_json: AsJson = False,
) -> None:
    """Accept or reject all candidates that match; those that two reviewers judge are left to them."""
    if accept == reject:
        raise InvalidValue("decision", value="both" if accept else "none", remedy="Give --accept or --reject.")
    if reason and accept:
        raise InvalidValue("only a rejection has a reason", value=reason)
    store, project = open_project(name)
    action = "accept" if accept else "reject"
    wanted = ExampleFilter(intent=intent or None, slot=slot or None, method=method or None, search=search or None)
    with store.read() as session:
        schema = load_schema(project.id, session=session)
        preview = preview_bulk(project.id, wanted, session=session)
    if intent:
        schema.intent(intent)
    if slot:
        schema.slot(slot)
    if not yes:
        if not sys.stdin.isatty():
            raise InvalidValue(f"{action} of {preview.decided} candidates, not confirmed", remedy="Give --yes.")
        typer.confirm(f"{action.capitalize()} {preview.decided:,} candidates?", abort=True)
    seen = replace(wanted, up_to_id=preview.up_to_id)  # what arrives while one is asked was not counted
    with store.write() as session:
        bulk = order_bulk(project.id, seen, action, reason=reason, reviewer=reviewer, session=session)
    done = 0
    for done in decide_bulk(store, bulk.uid):
        if sys.stderr.isatty():
            typer.echo(f"\r{done:,} of {preview.decided:,} ", err=True, nl=False)
    result = {"bulk": bulk.uid, "action": action, "decided": done, "shared": preview.shared}
    say(as_json, result, f"{done:,} candidates {action}ed; {preview.shared:,} left to two reviewers.")

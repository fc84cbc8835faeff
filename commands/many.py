"""Deciding on many candidates at once."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated

import typer

from backend.domain.errors import InvalidValue
from backend.domain.names import reviewer_name
from commands.candidate_options import (
    BelowScore,
    BelowSlotScore,
    Doubted,
    Duplicates,
    Flagged,
    OfJob,
    OfLabel,
    OfPlan,
    Search,
    wanted_by,
)
from commands.console import AsJson, Name, open_project, say
from storage.bulk import decide_bulk, order_bulk
from storage.bulk_preview import preview_bulk


def decide_all(
    name: Name,
    intent: str = "",
    slot: str = "",
    label: OfLabel = "",
    language: str = "",
    method: str = "",
    search: Search = "",
    job: OfJob = "",
    plan: OfPlan = "",
    doubt: Doubted = "",
    below_score: BelowScore = None,
    below_slot_score: BelowSlotScore = None,
    flagged: Flagged = None,
    duplicates: Duplicates = None,
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
    with store.read() as session:
        wanted = wanted_by(
            project.id,
            status="pending",
            intent=intent,
            slot=slot,
            label=label,
            language=language,
            method=method,
            search=search,
            job=job,
            plan=plan,
            doubt=doubt,
            below_score=below_score,
            below_slot_score=below_slot_score,
            flagged=flagged,
            duplicates=duplicates,
            session=session,
        )
        preview = preview_bulk(project.id, wanted, session=session)
    if not yes:
        if not sys.stdin.isatty():
            raise InvalidValue(f"{action} of {preview.decided} candidates, not confirmed", remedy="Give --yes.")
        typer.confirm(f"{action.capitalize()} {preview.decided:,} candidates?", abort=True)
    seen = replace(wanted, up_to_id=preview.up_to_id)  # what arrives while one is asked was not counted
    with store.write() as session:
        who = reviewer_name(reviewer)
        bulk = order_bulk(
            project.id,
            seen,
            action,
            reason=reason,
            reviewer=who,
            elsewhere=True,
            most=preview.decided,
            session=session,
        )
    done = 0
    for done in decide_bulk(store, bulk.uid):
        if sys.stderr.isatty():
            typer.echo(f"\r{done:,} of {preview.decided:,} ", err=True, nl=False)
    result = {"bulk": bulk.uid, "action": action, "decided": done, "shared": preview.shared}
    say(as_json, result, f"{done:,} candidates {action}ed; {preview.shared:,} left to two reviewers.")

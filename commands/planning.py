"""Planning over intents, languages and methods, and carrying a plan out."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from backend.domain.errors import InvalidValue, TeachsetError
from backend.domain.request import MAX_EXAMPLES
from backend.ordering import usual_sampling
from backend.planning.order import PlanOrder
from backend.planning.plan import Plan
from commands.asking_options import MoreNewValues, Temperature, Wording
from commands.console import AsJson, Name, open_project, say
from jobs.generating import fresh_seed, needs_teacher, usual_method
from jobs.grammar_note import grammar_note
from jobs.plan_estimating import PlanEstimate, estimate_plan, spent_on
from jobs.plan_going_on import go_on_with, left_of_plan
from jobs.planning import cancel_planned, cell_record, item_record, order_plan, plan_for, reckoned_by, why_nothing
from jobs.running import look_at_plan, see_plan_through, wait_until_ended
from jobs.settings import settings
from jobs.writers import require_values_proposed
from storage.engine import Store
from storage.plan_progress import PlanProgress
from storage.schemas import load_schema
from storage.tables import PlanRow

CANCEL_SECONDS = 10.0
EVERY = "; all of the schema when left out."


def plan(
    name: Name,
    intent: Annotated[list[str] | None, typer.Option(help=f"May be repeated{EVERY}")] = None,
    language: Annotated[list[str] | None, typer.Option(help="May be repeated; the project's when left out.")] = None,
    method: Annotated[
        list[str] | None,
        typer.Option(help="May be repeated; the first for such a project when left out."),
    ] = None,
    total: Annotated[
        int | None, typer.Option(help="Raw outputs at most; as many as fill the targets when left out.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Another one for every plan when left out.")] = None,
    teacher: str = "",
    examples: int = MAX_EXAMPLES,
    temperature: Temperature = None,
    wording: Wording = None,
    grammar: Annotated[
        bool, typer.Option(help="Hold the teacher to well-formed replies with the labels asked for.")
    ] = True,
    more_new_values: MoreNewValues = False,
    go_on: Annotated[
        str, typer.Option(help="Uid of a plan that was cancelled or broke down: order what it left, and nothing else.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the plan and what it comes to; order nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask for what the targets lack, over intents, languages, slots or labels, and methods, and run it as one."""
    store, project = open_project(name)
    if go_on:
        if dry_run:
            left = left_of_plan(store, project.id, go_on)
            say(as_json, {"outputs": left}, f"It left {left:,} outputs to write.")
        else:
            _carry_out(store, go_on_with(store, project.id, go_on), {}, as_json=as_json)
        return
    with store.read() as session:
        every = [one.name for one in load_schema(project.id, session=session).intents]
    order = PlanOrder(
        intents=tuple(intent or every),
        languages=tuple(language or [project.language]),
        methods=tuple(method or [usual_method(store, project.id)]),
        total=total,
        examples=examples,
        grammar=grammar,
        more_new_values=more_new_values,
        seed=fresh_seed(store, project.id) if seed is None else seed,
    )
    usual_sampling("instruct", temperature, wording)  # out of range is refused, whatever styles the plan has
    by = teacher or project.teacher
    planned = plan_for(store, project.id, order, teacher=by)
    if planned.items:
        require_values_proposed(by, [item.request for item in planned.items])
    note = grammar_note(store, by) if grammar and any(map(needs_teacher, order.methods)) else None
    if note:
        typer.echo(note.text, err=True)
    if dry_run or not planned.items:
        expected = estimate_plan(store, project.id, planned, teacher=by)
        say(as_json, {**_record(planned), "seed": order.seed, "estimate": _costs(expected)}, _told(planned, expected))
        return
    ordered = order_plan(store, project.id, order, planned, teacher=by, temperature=temperature, wording=wording)
    _carry_out(store, ordered, {**_record(planned), "seed": order.seed}, as_json=as_json)


def _carry_out(store: Store, ordered: tuple[PlanRow, bool], record: dict[str, Any], *, as_json: bool) -> None:
    """See a plan that was just ordered through, and say what came of it."""
    row, new = ordered
    if not new:
        raise InvalidValue("the project has a plan that is being worked on", value=row.uid, remedy="Wait for it.")
    ended = _seen_through(store, row)
    if ended.failed:
        why = " ".join(ended.errors).rstrip(".")
        kept = f"{ended.made.kept:,} candidates are kept"
        raise TeachsetError(f"{ended.failed} of {ended.jobs} parts of the plan failed ({kept}): {why}")
    bill = spent_on(ended)
    said = f"{ended.made.kept:,} of {ended.made.raw:,} kept; dropped: {ended.made.dropped or 'none'}."
    said = f"{said} {bill}." if bill else said
    say(as_json, {**record, **_outcome(row, ended)}, said)


def _seen_through(store: Store, row: PlanRow) -> PlanProgress:
    try:
        return see_plan_through(store, settings(), row, _show_progress)
    except KeyboardInterrupt:
        cancel_planned(store, row.uid)
        wait_until_ended(lambda: look_at_plan(store, row).status, CANCEL_SECONDS)
        raise


def _record(planned: Plan) -> dict[str, Any]:
    return {
        "outputs": planned.outputs,
        "needed": planned.needed,
        "cells": [cell_record(planned, cell) for cell in planned.cells],
        "requests": [item_record(item) for item in planned.items],
        "unable": [asdict(one) for one in planned.unable],
    }


def _costs(expected: PlanEstimate) -> dict[str, Any]:
    written = asdict(expected.written) if expected.written else {}
    return {**written, "by_rule": expected.by_rule, "seconds": expected.seconds, "text": expected.text}


def _outcome(row: PlanRow, ended: PlanProgress) -> dict[str, Any]:
    made = ended.made
    return {
        "plan": row.uid,
        "status": ended.status,
        "jobs": ended.jobs,
        "raw": made.raw,
        "kept": made.kept,
        "dropped": made.dropped,
        "seconds": round(ended.seconds, 2),
        "tokens": made.tokens,
        "input_tokens": made.input_tokens,
        "cost": ended.cost,
    }


def _told(planned: Plan, expected: PlanEstimate) -> str:
    """The plan for people: a line for each cell, one for each request, and what it comes to."""
    lines = [
        f"{cell.intent}{' with ' + cell.slot if cell.slot else ''}: {cell.accepted:,} accepted"
        + (f" of {cell.target:,}, {cell.missing:,} missing after review" if cell.target else ", no target")
        + f"; asks for {planned.asked(cell):,}"
        for cell in planned.cells
    ]
    lines += [
        "\t".join((one["intent"], one["language"], " ".join(one["slots"] or ["-"]), one["method"], str(one["count"])))
        for one in map(item_record, planned.items)
    ]
    end = [*reckoned_by(planned), expected.text] if planned.items else [why_nothing(planned)]
    return "\n".join([*lines, *end])


def _show_progress(so_far: PlanProgress) -> None:
    if sys.stderr.isatty():
        at = f" {so_far.current.intent}" if so_far.current else ""
        told = f"{so_far.status}{at}: {so_far.made.raw:,} of {so_far.total:,}, {so_far.made.kept:,} kept "
        typer.echo(f"\r{told}", err=True, nl=False)

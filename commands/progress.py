"""How the review is going: targets, counts, and the history of decisions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from backend.domain.decision import ACTIONS
from backend.domain.errors import InvalidValue
from commands.console import AsJson, Name, open_project, require_numbers, say
from storage.history import HistoryFilter, count_history, find_history, record
from storage.pace import by_day, shares
from storage.progress import coverage, rates
from storage.scores import learning_curve
from storage.targets import set_targets, targets_of


def history(
    name: Name,
    example: Annotated[int | None, typer.Option(help="Id of an example.")] = None,
    reviewer: Annotated[str | None, typer.Option(help="Empty for whoever gave no name.")] = None,
    action: str = "",
    intent: str = "",
    reason: str = "",
    search: Annotated[str, typer.Option(help="A piece of the text.")] = "",
    at_once: Annotated[bool | None, typer.Option("--at-once/--one-by-one")] = None,
    undone: Annotated[bool | None, typer.Option("--undone/--standing")] = None,
    before: Annotated[int | None, typer.Option(help="Only those before the decision of this id.")] = None,
    limit: int = 100,
    as_json: AsJson = False,
) -> None:
    """List decisions, the newest first."""
    require_numbers(example=example, before=before, limit=limit)
    if action and action not in (*ACTIONS, "undo"):
        raise InvalidValue("unknown action", value=action, remedy=f"Use one of: {', '.join(ACTIONS)}, undo.")
    store, project = open_project(name)
    wanted = HistoryFilter(
        reviewer=reviewer,
        action=action or None,
        intent=intent or None,
        reason=reason or None,
        at_once=at_once,
        undone=undone,
        example_id=example,
        search=search or None,
    )
    with store.read() as session:
        found = find_history(project.id, wanted, limit=limit, before_id=before, session=session)
        total = count_history(project.id, wanted, session=session)
    shown = [record(entry) for entry in found]
    lines = [
        "\t".join(
            (
                str(one["id"]),
                one["at"],
                one["reviewer"] or "-",
                _action(one),
                one["after"]["text"],
            )
        )
        for one in shown
    ]
    say(as_json, {"total": total, "decisions": shown}, "\n".join(lines) or "None.")


def _action(decision: dict[str, Any]) -> str:
    """What was done, as one word, and whether it stands alone: one of two votes decides nothing by itself."""
    is_vote = decision["vote"] and decision["action"] != "vote"
    notes = [" (vote)"] * is_vote + [" (undone)"] * bool(decision["undone_by"])
    return decision["action"] + "".join(notes)


def target(
    name: Name,
    intent: Annotated[str, typer.Option()],
    count: Annotated[int, typer.Option(help="Accepted examples to aim for; 0 for no target.")],
    slot: Annotated[str, typer.Option(help="Of the intent; in a project of parses, a label inside of it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Set how many accepted examples are aimed for, of an intent or of a slot or label in it."""
    store, project = open_project(name)
    with store.write() as session:
        set_targets(project.id, {(intent, slot): count}, session=session)
        held = targets_of(project.id, session=session)
    of = f"{intent} with {slot}" if slot else intent
    said = [{"intent": of_intent, "slot": of_slot, "count": number} for (of_intent, of_slot), number in held.items()]
    say(as_json, {"targets": said}, f"The target of {of} is {count:,}." if count else f"{of} has no target.")


def progress(name: Name, as_json: AsJson = False) -> None:
    """Show what is accepted, missing and left, how much is accepted by source, and who decided how much."""
    store, project = open_project(name)
    with store.read() as session:
        cells = coverage(project.id, session=session)
        found = rates(project.id, session=session)
        curve = learning_curve(project.id, session=session)
        days, made = by_day(project.id, session=session), shares(project.id, session=session)
    lines = [
        f"{one.intent}{' with ' + one.slot if one.slot else ''}: {one.accepted:,} accepted"
        + (f" of {one.target:,}" if one.target else "")
        + f", {one.pending:,} to review"
        for one in cells
    ]
    result = {
        "coverage": [{**asdict(one), "missing": one.missing} for one in cells],
        "rates": {by: [{**asdict(one), "share": one.share} for one in held] for by, held in found.items()},
        "learning_curve": [{"accepted": one.accepted, "accuracy": one.accuracy} for one in curve],
        "days": [{**asdict(one), "day": one.day.isoformat(), "per_minute": one.per_minute} for one in days],
        "reviewers": [asdict(one) for one in made],
    }
    say(as_json, result, "\n".join(lines) or "The schema is empty.")

"""Looking at candidates and deciding on them."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

import typer

from backend.domain.decision import STATUSES, DecisionCreate
from backend.domain.errors import InvalidValue
from backend.domain.names import reviewer_name
from backend.domain.notation import write_typed
from commands.console import AsJson, Name, open_project, say
from storage.decisions import decide as store_decision
from storage.examples import count_examples, find_examples, get_example
from storage.filters import ExampleFilter
from storage.tables import Example
from storage.undoing import undo as store_undo


def candidates(
    name: Name, status: str = "pending", intent: str = "", limit: int = 100, offset: int = 0, as_json: AsJson = False
) -> None:
    """List examples by status: pending, accepted or rejected."""
    if status not in STATUSES:
        raise InvalidValue("unknown status", value=status, remedy=f"Use one of: {', '.join(STATUSES)}.")
    store, project = open_project(name)
    wanted = ExampleFilter(status=status, intent=intent or None)
    with store.read() as session:
        rows = find_examples(project.id, wanted, limit=limit, offset=offset, session=session)
        total = count_examples(project.id, wanted, session=session)
    lines = [f"{row.id}\t{row.intent}\t{write_typed(row.utterance)}" for row in rows]
    say(as_json, {"total": total, "candidates": [_shown(row) for row in rows]}, "\n".join(lines) or "None.")


def decide(
    name: Name,
    example_id: Annotated[int, typer.Option("--id")],
    accept: Annotated[bool, typer.Option("--accept")] = False,
    reject: Annotated[bool, typer.Option("--reject")] = False,
    reason: str = "",
    reviewer: str = "",
    as_json: AsJson = False,
) -> None:
    """Accept or reject one candidate."""
    if accept == reject:
        raise InvalidValue("decision", value="both" if accept else "none", remedy="Give --accept or --reject.")
    store, project = open_project(name)
    with store.write() as session:
        version = get_example(project.id, example_id, session=session).version
        action = "accept" if accept else "reject"
        decision = DecisionCreate(example_id, version, action, str(uuid.uuid4()), reason, reviewer_name(reviewer))
        store_decision(project.id, decision, session=session)
        row = get_example(project.id, example_id, session=session)
    say(as_json, {"id": row.id, "status": row.status, "version": row.version}, f"Example {row.id} is {row.status}.")


def undo(name: Name, as_json: AsJson = False) -> None:
    """Reverse the last decision of the project that still stands, whoever made it."""
    store, project = open_project(name)
    with store.write() as session:
        decision = store_undo(project.id, str(uuid.uuid4()), of_anyone=True, session=session)
        row = get_example(project.id, decision.example_id, session=session)
    say(as_json, {"id": row.id, "status": row.status}, f"Example {row.id} is {row.status} again.")


def _shown(row: Example) -> dict[str, Any]:
    spans = [{"start": s.start, "end": s.end, "slot": s.slot} for s in row.utterance.spans]
    fields = ("id", "version", "status", "origin", "intent", "language", "text")
    return {**{name: getattr(row, name) for name in fields}, "spans": spans, "annotated": write_typed(row.utterance)}

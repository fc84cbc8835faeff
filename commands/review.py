"""Looking at candidates and deciding on them."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

import typer

from backend.domain.decision import STATUSES, DecisionCreate
from backend.domain.errors import InvalidValue
from backend.domain.names import reviewer_name
from backend.domain.notation import write_typed
from backend.domain.parse_notation import SQUARE, BracketStyle, read_parse, write_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.shown import write_shown
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
from commands.console import AsJson, Name, open_project, require_numbers, say
from storage.bulk_undo import undo_rest
from storage.decisions import decide as store_decision
from storage.examples import count_examples, find_examples, get_example
from storage.parse_schemas import load_parses
from storage.round_trips import last_round_trips
from storage.scores import scores_of
from storage.slot_scores import slot_scores_of
from storage.tables import Example, RoundTrip, Score, SlotScore
from storage.undoing import undo as store_undo
from storage.undoing import undo_decision


def candidates(
    name: Name,
    status: str = "pending",
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
    limit: int = 100,
    offset: int = 0,
    as_json: AsJson = False,
) -> None:
    """List examples by status: pending, accepted or rejected."""
    if status not in STATUSES:
        raise InvalidValue("unknown status", value=status, remedy=f"Use one of: {', '.join(STATUSES)}.")
    require_numbers(limit=limit, offset=offset)
    store, project = open_project(name)
    with store.read() as session:
        wanted = wanted_by(
            project.id,
            status=status,
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
        rows = find_examples(project.id, wanted, limit=limit, offset=offset, session=session)
        total = count_examples(project.id, wanted, session=session)
        parses = load_parses(project.id, session=session)
        ids = [row.id for row in rows]
        scores, trips = scores_of(ids, session=session), last_round_trips(ids, session=session)
        slot_scores = slot_scores_of(ids, session=session)
    style = parses.style if parses else SQUARE
    lines = [f"{row.id}\t{row.intent}\t{write_shown(row.utterance, style)}" for row in rows]
    shown = [
        {
            **_shown(row, style),
            "score": _score(scores.get(row.id)),
            "slot_score": _slot_score(slot_scores.get(row.id)),
            **_round_trip(trips.get(row.id), parses),
        }
        for row in rows
    ]
    say(as_json, {"total": total, "candidates": shown}, "\n".join(lines) or "None.")


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
    require_numbers(id=example_id)
    store, project = open_project(name)
    with store.write() as session:
        version = get_example(project.id, example_id, session=session).version
        action = "accept" if accept else "reject"
        uid, who = str(uuid.uuid4()), reviewer_name(reviewer)
        decision = DecisionCreate(example_id, version, action, uid, reason, who, elsewhere=True)
        store_decision(project.id, decision, session=session)
        row = get_example(project.id, example_id, session=session)
    say(as_json, {"id": row.id, "status": row.status, "version": row.version}, f"Example {row.id} is {row.status}.")


def undo(
    name: Name,
    decision: Annotated[int | None, typer.Option(help="Id of the decision; the last one when left out.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="All that were made at once with it too.")] = False,
    reviewer: str = "",
    as_json: AsJson = False,
) -> None:
    """Reverse a decision, or the last one of the project that still stands, whoever made it."""
    require_numbers(decision=decision)
    store, project = open_project(name)
    uid, who = str(uuid.uuid4()), reviewer_name(reviewer)
    with store.write() as session:
        if decision is None:
            reverse = store_undo(project.id, uid, reviewer=who, of_anyone=True, session=session)
        else:
            reverse = undo_decision(project.id, decision, uid, reviewer=who, session=session)
        row = get_example(project.id, reverse.example_id, session=session)
    result = {"id": row.id, "status": row.status, "undone": reverse.undoes}
    said = f"Example {row.id} is {row.status} again."
    if all_ and reverse.bulk_uid is not None:
        rest = undo_rest(store, project.id, uid, reverse.bulk_uid, reviewer=who)
        result |= {"others": rest.reversed, "kept": rest.kept}
        said = f"{said} So are {rest.reversed:,} others; {rest.kept:,} had been changed since and stay."
    say(as_json, result, said)


def _shown(row: Example, style: BracketStyle) -> dict[str, Any]:
    fields = ("id", "version", "status", "origin", "intent", "language", "text")
    said = {name: getattr(row, name) for name in fields}
    utterance = row.utterance
    if utterance.parse is not None:
        return {**said, "parse": write_parse(utterance.parse, style)}
    spans = [{"start": s.start, "end": s.end, "slot": s.slot} for s in utterance.spans]
    return {**said, "spans": spans, "annotated": write_typed(utterance)}


def _score(score: Score | None) -> dict[str, Any] | None:
    """What a student that was trained without it makes of its intent; `information` is in bits."""
    if score is None:
        return None
    return {name: getattr(score, name) for name in ("probability", "information", "likeliest", "confidence")}


def _round_trip(trip: RoundTrip | None, parses: ParseSchema | None) -> dict[str, Any]:
    """In a project of parses, what a student says of the text, None where none was asked; nothing in others."""
    if parses is None:
        return {}
    if trip is None:
        return {"round_trip": None}
    said = write_parse(read_parse(trip.said, SQUARE), parses.style) if trip.said else None
    told = {"exact": trip.exact, "unordered": trip.unordered, "said": said, "problem": trip.problem}
    return {"round_trip": {"student": trip.student, **told}}


def _slot_score(score: SlotScore | None) -> dict[str, Any] | None:
    """The word whose slot a student that was trained without it holds least probable; `slot` is the one to look at."""
    if score is None:
        return None
    return {name: getattr(score, name) for name in ("probability", "slot", "word", "given", "likeliest", "confidence")}

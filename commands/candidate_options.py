"""Which candidates a command is about: its options, and the filter that they come to."""

from __future__ import annotations

from typing import Annotated, get_args

import typer
from sqlmodel import Session

from backend.domain.errors import InvalidValue
from backend.domain.schema import Schema
from storage.filters import Doubt, ExampleFilter
from storage.jobs import job_of_project
from storage.plans import plan_of_project
from storage.schemas import load_schema

OfLabel = Annotated[str, typer.Option("--label", help="A label of the parse, in a project of parses.")]
OfPlan = Annotated[str, typer.Option("--plan", help="Uid of the plan that they were written for.")]
Search = Annotated[str, typer.Option(help="A piece of the text.")]
OfJob = Annotated[str, typer.Option(help="Uid of the generation that wrote them.")]
Doubted = Annotated[
    str,
    typer.Option(help="some: by a check or the student; none: the others; student: where the student says otherwise."),
]
BelowScore = Annotated[
    float | None,
    typer.Option(help="Whose intent a student that was trained without them holds less probable: above 0, up to 1."),
]
BelowSlotScore = Annotated[
    float | None,
    typer.Option(help="With a word whose slot a student that was trained without them holds less probable: 0 to 1."),
]
Flagged = Annotated[bool | None, typer.Option("--flagged/--not-flagged")]
Duplicates = Annotated[
    bool | None, typer.Option("--duplicates/--no-duplicates", help="With near-duplicates, or without.")
]


def wanted_by(
    project_id: int,
    *,
    status: str,
    intent: str,
    slot: str,
    label: str,
    language: str,
    method: str,
    search: str,
    job: str,
    plan: str,
    doubt: str,
    below_score: float | None,
    below_slot_score: float | None,
    flagged: bool | None,
    duplicates: bool | None,
    session: Session,
) -> ExampleFilter:
    """The filter that the options come to; what is left empty matches everything.

    Raises:
        InvalidValue: an intent, a slot or a label that the schema lacks, or another word for `doubt`, or a
            probability out of its range.
        NotFound: no job or plan of that uid in the project.
    """
    schema = load_schema(project_id, session=session)
    if intent:
        schema.intent(intent)
    if slot:
        schema.slot(slot)
    if label:
        _require_label(label, schema)
    known: dict[str, Doubt] = {name: name for name in get_args(Doubt)}
    if doubt and doubt not in known:
        raise InvalidValue("doubt", value=doubt, remedy=f"Use {' or '.join(known)}.")
    for score in (below_score, below_slot_score):
        if score is not None and not 0 < score <= 1:
            raise InvalidValue("score", value=score, remedy="Use a probability above 0 and up to 1.")
    return ExampleFilter(
        status=status,
        intent=intent or None,
        slot=slot or label or None,
        language=language or None,
        method=method or None,
        search=search or None,
        job_id=job_of_project(project_id, job, session=session).id if job else None,
        plan_id=plan_of_project(project_id, plan, session=session).id if plan else None,
        doubt=known.get(doubt),
        below_score=below_score,
        below_slot_score=below_slot_score,
        flagged=flagged,
        grouped=duplicates,
    )


def _require_label(label: str, schema: Schema) -> None:
    if schema.parses is None:
        remedy = "Its utterances are labelled with slots: use --slot."
        raise InvalidValue("label of a parse, in a project of slots", value=label, remedy=remedy)
    schema.parses.label(label)

"""Which candidates a command is about: its options, and the filter that they come to."""

from __future__ import annotations

from typing import Annotated, get_args

import typer
from sqlmodel import Session

from backend.domain.errors import InvalidValue
from storage.filters import Doubt, ExampleFilter
from storage.jobs import job_by_uid
from storage.schemas import load_schema

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
    language: str,
    method: str,
    search: str,
    job: str,
    doubt: str,
    below_score: float | None,
    below_slot_score: float | None,
    flagged: bool | None,
    duplicates: bool | None,
    session: Session,
) -> ExampleFilter:
    """The filter that the options come to; what is left empty matches everything.

    Raises:
        InvalidValue: an intent or a slot that the schema lacks, or another word for `doubt`, or a probability
            out of its range.
        NotFound: no job of that uid.
    """
    schema = load_schema(project_id, session=session)
    if intent:
        schema.intent(intent)
    if slot:
        schema.slot(slot)
    known: dict[str, Doubt] = {name: name for name in get_args(Doubt)}
    if doubt and doubt not in known:
        raise InvalidValue("doubt", value=doubt, remedy=f"Use {' or '.join(known)}.")
    for score in (below_score, below_slot_score):
        if score is not None and not 0 < score <= 1:
            raise InvalidValue("score", value=score, remedy="Use a probability above 0 and up to 1.")
    return ExampleFilter(
        status=status,
        intent=intent or None,
        slot=slot or None,
        language=language or None,
        method=method or None,
        search=search or None,
        job_id=job_by_uid(job, session=session).id if job else None,
        doubt=known.get(doubt),
        below_score=below_score,
        below_slot_score=below_slot_score,
        flagged=flagged,
        grouped=duplicates,
    )

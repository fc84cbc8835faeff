"""A project of many candidates, as a teacher would have left it, put into the database in bulk."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from backend.checks import CHECKS
from backend.domain.candidate import Verdict
from backend.domain.notation import write_typed
from backend.domain.utterance import Utterance
from bench.review.utterances import schema
from storage.engine import Store
from storage.examples import add_examples
from storage.projects import create_project
from storage.rows import columns
from storage.schemas import put_schema
from storage.tables import Example, ExampleSlot, Job, Output, Project

NAME = "bench-review"
METHOD = "linguist"
CHUNK = 5000
PASSED = [asdict(Verdict(check, True)) for check in CHECKS]


def fill(store: Store, seeds: Sequence[Utterance], candidates: Sequence[Utterance]) -> Project:
    """An empty database gets one project: seeds, and pending candidates with the outputs they were read from.

    Storage's own functions check and look up row by row; for rows that are good already that would only take longer.
    """
    with store.write() as session:
        project = create_project(NAME, teacher="none", session=session)
        put_schema(project.id, schema(), session=session)
        add_examples(project.id, seeds, origin="seed", status="accepted", provenance={}, session=session)
        job = _job(project, len(candidates))
        session.add(job)
        session.flush()
        for at in range(0, len(candidates), CHUNK):
            _add(job, candidates[at : at + CHUNK], at, len(seeds) + at + 1, session)
    return project


def _add(job: Job, utterances: Sequence[Utterance], at: int, first_id: int, session: Session) -> None:
    outputs, examples, slots = [], [], []
    output, example = _defaults(job, utterances[0])
    for index, utterance in enumerate(utterances):
        number, key = at + index, first_id + index
        asked = {"asked": [{"slot": slot, "value": "*"} for slot, _ in utterance.slots]}
        outputs.append({**output, "id": number + 1, "index": number, "raw": write_typed(utterance)})
        examples.append(
            {**example, "id": key, "output_id": number + 1, "provenance": asked, **columns(utterance)},
        )
        slots += [
            {"example_id": key, "position": position, "slot": slot, "value": value}
            for position, (slot, value) in enumerate(utterance.slots)
        ]
    # Core, not the session's own: it would make 500,000 objects only to forget them.
    for table, rows in ((Output, outputs), (Example, examples), (ExampleSlot, slots)):
        session.connection().execute(insert(table), rows)


def _defaults(job: Job, utterance: Utterance) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of an output and an example, those that the tables will have tomorrow with their defaults."""
    output = Output(
        project_id=job.project_id, job_id=job.id, index=0, prompt_index=0, raw="", tokens=24, verdicts=PASSED
    )
    example = Example(
        project_id=job.project_id,
        origin="generated",
        status="pending",
        method=METHOD,
        job_id=job.id,
        provenance={},
        **columns(utterance),
    )
    return output.model_dump(), example.model_dump()


def _job(project: Project, total: int) -> Job:
    return Job(
        uid=str(uuid.uuid4()),
        project_id=project.id,
        intent=schema().intents[0].name,
        method=METHOD,
        language="en",
        teacher="none",
        request={},
        request_key="bench",
        status="done",
        total=total,
    )

"""Projects that are ready to be used, made in the database beside the server, and waiting for what it does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from backend.domain.notation import read_typed
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import add_examples
from storage.jobs import list_jobs
from storage.outputs import stored_indexes
from storage.projects import create_project
from storage.schemas import put_schema
from storage.tables import Example, Job, Project

INTENT = "water_plant"
SCHEMA = Schema((Intent(INTENT, "", ("plant", "time")),), (Slot("plant", "", ("basil", "roses")), Slot("time")))
SEEDS = (
    "water the [plant : basil] [time : tonight]",
    "please give the [plant : roses] some water [time : tomorrow morning]",
)
GO_ON = "go_on"


def scripted_teacher(folder: Path, *replies: str, pause_after: int | None = None) -> str:
    """The name of a teacher that gives these replies, or obeys when there are none.

    Args:
        pause_after: it writes so many and then waits for `go_on`.
    """
    script = folder / "teacher.json"
    said: dict[str, Any] = {"replies": replies, "obedient": not replies}
    if pause_after is not None:
        said["pause"] = {"after": pause_after, "until": str(folder / GO_ON)}
    script.write_text(json.dumps(said), encoding="utf-8")
    return f"scripted:{script}"


def go_on(folder: Path) -> None:
    """Let the teacher of `scripted_teacher` write the rest."""
    (folder / GO_ON).touch()


def prepared_project(
    store: Store, name: str, *, teacher: str, schema: Schema = SCHEMA, seeds: Sequence[str] = SEEDS
) -> Project:
    """A project with its schema and seeds, the latter in bracket notation."""
    with store.write() as session:
        project = create_project(name, teacher=teacher, session=session)
        put_schema(project.id, schema, session=session)
        written = [_utterance(seed, schema) for seed in seeds]
        add_examples(project.id, written, origin="seed", status="accepted", provenance={}, session=session)
        return project


def prepared_candidates(store: Store, project: Project, *lines: str, schema: Schema = SCHEMA) -> tuple[Example, ...]:
    """Candidates in bracket notation, waiting for review."""
    with store.write() as session:
        return add_examples(
            project.id,
            [_utterance(line, schema) for line in lines],
            origin="imported",
            status="pending",
            provenance={"source": "a test"},
            session=session,
        ).examples


def jobs_of(store: Store, project: Project) -> list[Job]:
    with store.read() as session:
        return list_jobs(project.id, session=session)


def outputs_of(store: Store, project: Project) -> frozenset[int]:
    """The indexes of the stored outputs of the project's only job."""
    (job,) = jobs_of(store, project)
    with store.read() as session:
        return stored_indexes(job.id, session=session)


def _utterance(line: str, schema: Schema) -> Utterance:
    annotated = read_typed(line)
    return Utterance(annotated.text, schema.intents[0].name, "en", annotated.spans)

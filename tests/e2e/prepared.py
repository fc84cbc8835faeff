"""Projects that are ready to be used, made in the database beside the server, and waiting for what it does."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

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
PATIENCE_SECONDS = 60.0


def scripted_teacher(folder: Path, *replies: str, seconds: float = 0.0) -> str:
    """The name of a teacher that gives these replies, or obeys when there are none."""
    script = folder / "teacher.json"
    said = {"replies": replies, "obedient": not replies, "seconds_per_output": seconds}
    script.write_text(json.dumps(said), encoding="utf-8")
    return f"scripted:{script}"


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


def wait_until(reached: Callable[[], bool]) -> None:
    """Look at the database, the only thing that the server and the test share, until it says so."""
    clock = Event()
    for _ in range(int(PATIENCE_SECONDS / 0.02)):
        if reached():
            return
        clock.wait(0.02)
    raise AssertionError(f"not reached within {PATIENCE_SECONDS} seconds")


def _utterance(line: str, schema: Schema) -> Utterance:
    annotated = read_typed(line)
    return Utterance(annotated.text, schema.intents[0].name, "en", annotated.spans)

"""What the prompts of a job are made of, as the project stands."""

from __future__ import annotations

from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.jobs import requests_of
from storage.schemas import load_schema
from storage.seeds import seeds_for
from storage.tables import Job


def material_of(store: Store, job: Job) -> tuple[Schema, list[Utterance]]:
    """The schema, and the accepted utterances that are of use to any request of the job."""
    labels = {name for request in requests_of(job) for name in request.included}
    with store.read() as session:
        schema = load_schema(job.project_id, session=session)
        return schema, seeds_for(job.project_id, job.intent, job.language, labels=labels, session=session)

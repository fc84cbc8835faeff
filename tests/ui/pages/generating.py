"""Jobs on the Generate page, and what a worker would have stored of them."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from backend.domain.candidate import Candidate, Verdict
from backend.domain.request import Request
from backend.domain.utterance import Utterance
from jobs.generating import order_generation
from storage.engine import Store
from storage.jobs import list_jobs, start_job
from storage.outputs import store_candidate
from storage.tables import Job, Project


def jobs(store: Store, project: Project) -> list[Job]:
    with store.read() as session:
        return list_jobs(project.id, session=session)


def running(store: Store, project: Project, count: int = 4) -> Job:
    job, _new = order_generation(store, project.id, Request("book_trip", count=count))
    with store.write() as session:
        start_job(job.id, teacher_card={}, session=session)
    return job


def arrive(store: Store, job: Job, index: int, raw: str, utterance: Utterance | None, why: str = "") -> None:
    """Store an output as the worker does: kept if `utterance` is there, otherwise dropped for `why`."""
    verdict = Verdict("well-formed", utterance is not None, why)
    with store.write() as session:
        store_candidate(job, Candidate(raw, utterance, (verdict,), index), provenance={}, session=session)


def generate(app: AppTest) -> AppTest:
    app.button(key="generate").click().run()
    assert not app.exception
    return app

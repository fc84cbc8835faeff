"""The steps of a generation's durable workflow, as the worker takes them."""

from __future__ import annotations

import pytest

from backend.domain.request import Request
from jobs import workflow
from jobs.durable import Process
from jobs.generating import cancel_generation, order_generation
from jobs.settings import Settings
from storage.engine import Store
from storage.prompts import has_prompts
from storage.tables import Project


@pytest.mark.parametrize("cancelled", [False, True])
def test_prompts_are_written_for_a_job_that_was_not_cancelled_while_it_waited(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch, cancelled: bool
) -> None:
    monkeypatch.setattr(workflow, "process", [Process(store, Settings())])
    job, _ = order_generation(store, project.id, Request("book_trip", count=4))
    if cancelled:
        cancel_generation(store, job.uid)
    assert workflow._prepare(job.uid) == (None if cancelled else 1)
    with store.read() as session:
        assert has_prompts(job.id, session=session) is not cancelled

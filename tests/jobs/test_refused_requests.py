"""A job of a remote teacher of which one request is refused: the others are stored, and the refused one is told of."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from backend.domain.candidate import ANSWERED
from backend.domain.request import Include, Request
from jobs.generating import order_generation
from jobs.generation import load_teacher, prepare, write_batch
from jobs.settings import Settings
from storage.engine import Store
from storage.outputs import job_yield, latest_outputs, stored_indexes
from storage.tables import Project
from tests.backend.teacher.remote.conftest import Answered, Call, LoopbackServer, said

OF_A_PROMPT = 2
"""Requests: one for its four outputs, and then one for a single one of them."""


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """Refuses as many requests as one prompt takes, and answers all others."""
    made, numbers = LoopbackServer(), itertools.count()

    def write(call: Call) -> Answered:
        number = next(numbers)
        if number < OF_A_PROMPT:
            return Answered(400, {"error": {"message": "<b>filtered</b>"}})
        return said(*(f"trip {number}.{at} to [city : oslo ]" for at in range(call.body.get("n", 1))))

    made.answer = write
    yield made
    made.stop()


def test_what_a_server_will_not_answer_is_dropped_and_not_asked_for_again(
    store: Store, project: Project, server: LoopbackServer
) -> None:
    request = Request("book_trip", include=(Include("city", "oslo"),), count=8)
    job, _new = order_generation(store, project.id, request, teacher=server.name)
    prepare(store, job.uid, 8)
    teacher = load_teacher(store, job.uid, Settings(remote_concurrency=1))
    assert write_batch(store, job.uid, 0, teacher)
    with store.read() as session:
        made = job_yield(job.id, session=session)
        dropped = [one for one, _ in latest_outputs(job.id, limit=8, session=session) if one.dropped_for]
        assert stored_indexes(job.id, session=session) == frozenset(range(8))
    assert (made.raw, made.kept) == (8, 4)
    assert [(one.dropped_for, one.raw) for one in dropped] == [(ANSWERED, "")] * 4
    assert len({one.prompt_index for one in dropped}) == 1
    assert all("<b>filtered</b>" in one.detail for one in dropped)
    server.calls.clear()
    assert write_batch(store, job.uid, 0, teacher)
    assert server.calls == []

"""A remote teacher before a job: what it is estimated at, how it is chosen, and what a trial asks of it."""

from __future__ import annotations

import time
from threading import Event

import pytest

from backend.domain.errors import Unavailable
from backend.domain.request import Include, Request
from jobs.estimating import estimate_generation
from jobs.generating import choose_teacher
from jobs.settings import Settings
from jobs.trial import run_trial
from jobs.trying import order_trial, trial_result
from storage.engine import Store
from storage.projects import project_by_id
from storage.tables import Project
from storage.teacher_runs import run_by_uid
from tests.backend.teacher.remote.conftest import Answered, Call, LoopbackServer, said
from tests.jobs.remote import USAGE, asked_for


@pytest.mark.usefixtures("prices")
def test_an_estimate_comes_before_anything_is_sent(store: Store, project: Project, server: LoopbackServer) -> None:
    request = Request("book_trip", count=200)
    found = estimate_generation(store, project.id, request, teacher=server.name)
    assert (found.prompts, found.outputs) == (50, 200)
    assert 0 < found.input_tokens < found.most_input_tokens <= 4 * found.input_tokens
    assert found.cost is not None
    assert found.cost > 0
    assert estimate_generation(store, project.id, request, teacher="smollm2-135m-instruct").cost is None
    assert server.calls == []


def test_a_remote_teacher_is_chosen_by_its_name_and_a_malformed_one_is_refused(store: Store, project: Project) -> None:
    choose_teacher(store, project.id, " openai:m@http://127.0.0.1:8000/v1 ")
    with pytest.raises(Unavailable, match="openai:MODEL@BASE_URL"):
        choose_teacher(store, project.id, "openai:m@127.0.0.1:8000")
    with store.read() as session:
        assert project_by_id(project.id, session=session).teacher == "openai:m@http://127.0.0.1:8000/v1"


def test_a_trial_asks_for_no_more_than_was_estimated_and_counts_the_servers_tokens(
    store: Store, project: Project, server: LoopbackServer
) -> None:
    request = Request("book_trip", include=(Include("city", "oslo"),))
    run, _ = order_trial(store, project.id, request, teacher=server.name)
    assert run_trial(store, run.uid, Settings())
    with store.read() as session:
        result = trial_result(run_by_uid(run.uid, session=session))
    assert result is not None
    assert (result.device, result.dtype) == ("remote", "")
    assert result.outputs == result.kept == asked_for(server) <= 64
    posts = [call for call in server.calls if call.body]
    assert (result.input_tokens, result.tokens) == (len(posts) * USAGE[0], len(posts) * USAGE[1])


def test_a_servers_trial_is_left_when_its_time_is_over(store: Store, project: Project, server: LoopbackServer) -> None:
    slow = Event()

    def never(_call: Call) -> Answered:
        slow.wait(30)
        return said("too late", usage=USAGE)

    server.answer = never
    run, _ = order_trial(store, project.id, Request("book_trip"), teacher=server.name)
    begun = time.monotonic()
    assert run_trial(store, run.uid, Settings(), seconds=0.5)
    assert time.monotonic() - begun < 10
    slow.set()
    with store.read() as session:
        result = trial_result(run_by_uid(run.uid, session=session))
    assert result is not None
    assert result.outputs == 0

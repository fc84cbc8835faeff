"""What is told of a server that may write without a grammar, before and after."""

from __future__ import annotations

import pytest

from backend.domain.request import Include, Request
from jobs.generating import order_generation
from jobs.generation import load_teacher, prepare, write_batch
from jobs.grammar_note import grammar_note, tried_freely, was_held, written_freely
from jobs.keeping import drop_teacher
from jobs.settings import Settings, settings
from jobs.trial import run_trial
from jobs.trying import order_trial, trial_result
from storage.engine import Store
from storage.jobs import finish_job, job_by_uid
from storage.tables import Job, Project
from storage.teacher_runs import run_by_uid
from tests.backend.teacher.remote.conftest import LoopbackServer, server

__all__ = ["server"]

REQUEST = Request("book_trip", include=(Include("city", "oslo"),), count=2)


def told(store: Store, teacher: str, request: Request = REQUEST) -> tuple[str, bool] | None:
    note = grammar_note(store, teacher, request)
    return (note.text, note.is_certain) if note else None


def written(store: Store, project: Project, server: LoopbackServer, request: Request = REQUEST) -> Job:
    drop_teacher()  # what is open knows its server from the test before
    job, _ = order_generation(store, project.id, request, teacher=server.name)
    prepare(store, job.uid, 8)
    write_batch(store, job.uid, 0, load_teacher(store, job.uid, Settings()))
    with store.write() as session:
        finish_job(job.id, "done", session=session)
    with store.read() as session:
        return job_by_uid(job.uid, session=session)


def test_a_server_of_unknown_kind_is_told_of_before_and_after(
    store: Store, project: Project, server: LoopbackServer
) -> None:
    before = told(store, server.name)
    assert before is not None
    assert before[1] is False
    assert "when it first writes" in before[0]
    job = written(store, project, server)
    assert was_held(job) is False
    assert written_freely(job) == "Written without a grammar: the server took none."
    after = told(store, server.name)
    assert after is not None
    assert after[1] is True
    assert "TEACHSET_REMOTE_GRAMMAR to vllm or llama.cpp" in after[0]


def test_a_server_that_takes_the_grammar_is_not_spoken_of_once_it_is_known(
    store: Store, project: Project, server: LoopbackServer
) -> None:
    server.owner = "vllm"
    job = written(store, project, server)
    assert was_held(job) is True
    assert written_freely(job) == ""
    assert told(store, server.name) is None


def test_what_is_set_counts_more_than_what_the_server_said(
    store: Store, project: Project, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(store, project, server)
    monkeypatch.setenv("TEACHSET_REMOTE_GRAMMAR", "llama.cpp")
    settings.cache_clear()
    assert told(store, server.name) is None
    monkeypatch.setenv("TEACHSET_REMOTE_GRAMMAR", "none")
    settings.cache_clear()
    note = told(store, server.name)
    assert note is not None
    assert "TEACHSET_REMOTE_GRAMMAR is none" in note[0]


def test_nothing_is_told_where_no_grammar_is_asked_for(store: Store, project: Project, server: LoopbackServer) -> None:
    free = Request("book_trip", count=2, grammar=False)
    assert told(store, server.name, free) is None
    assert told(store, server.name, Request("book_trip", count=2, method="slot-swap")) is None
    assert told(store, "smollm2-135m-instruct") is None
    job = written(store, project, server, free)
    assert (was_held(job), written_freely(job)) == (False, "")


def test_a_trial_finds_out_what_the_next_job_is_told(store: Store, project: Project, server: LoopbackServer) -> None:
    drop_teacher()
    run, _ = order_trial(store, project.id, REQUEST, teacher=server.name)
    assert run_trial(store, run.uid, Settings(), seconds=1)
    with store.read() as session:
        result = trial_result(run_by_uid(run.uid, session=session))
    assert result is not None
    assert (result.server, result.takes_grammar) == ("", False)
    assert tried_freely(result) != ""
    note = told(store, server.name)
    assert note is not None
    assert note[1] is True

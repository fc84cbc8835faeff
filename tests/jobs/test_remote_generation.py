"""Jobs of a remote teacher: what is stored is paid for once, counted once, and says where it comes from."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from backend.domain.request import Include, Request
from jobs.estimating import job_cost, spent
from jobs.generating import cancel_generation, order_generation
from jobs.generation import load_teacher, prepare, write_batch
from jobs.settings import Settings, settings
from storage.engine import StorageFault, Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.jobs import job_by_uid
from storage.outputs import Yield, job_yield, stored_indexes
from storage.tables import Job, Project
from tests.backend.teacher.remote.conftest import Answered, Call, LoopbackServer
from tests.jobs.remote import USAGE, asked_for
from tests.jobs.test_worker import look, start_worker
from tests.waiting import wait_until


def ordered(store: Store, project: Project, server: LoopbackServer, count: int) -> Job:
    request = Request("book_trip", include=(Include("city", "oslo"),), count=count)
    return order_generation(store, project.id, request, teacher=server.name)[0]


def made_of(store: Store, job: Job) -> Yield:
    with store.read() as session:
        return job_yield(job.id, session=session)


@pytest.mark.usefixtures("prices")
def test_tokens_and_cost_are_counted_from_what_the_server_says(
    store: Store, project: Project, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ordered(store, project, server, 10)
    assert prepare(store, job.uid, 4, 100) == 1
    teacher = load_teacher(store, job.uid, Settings())
    assert write_batch(store, job.uid, 0, teacher)
    made = made_of(store, job)
    assert (made.raw, made.kept) == (10, 10)
    assert (made.input_tokens, made.tokens) == (300, 24)  # three requests: 4, 4 and 2 outputs
    assert job_cost(job, made) == (300 * 2 + 24 * 10) / 1e6
    # What a job cost stays what it was when prices change.
    monkeypatch.setenv("TEACHSET_REMOTE_INPUT_PRICE", "999")
    settings.cache_clear()
    with store.read() as session:
        job = job_by_uid(job.uid, session=session)
    assert spent(job, made) == "300 input and 24 output tokens, cost 0.0008"


def test_a_batch_that_is_gone_on_with_is_neither_paid_nor_counted_twice(
    store: Store, project: Project, server: LoopbackServer
) -> None:
    job = ordered(store, project, server, 8)
    prepare(store, job.uid, 8)
    settings_ = Settings(remote_concurrency=1)
    teacher = load_teacher(store, job.uid, settings_)
    with store.write() as session:
        session.execute(
            text(
                'CREATE TRIGGER full BEFORE INSERT ON output WHEN NEW."index" > 4 '
                "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        )
    with pytest.raises(StorageFault):
        write_batch(store, job.uid, 0, teacher)
    with store.write() as session:
        stored = stored_indexes(job.id, session=session)
        session.execute(text("DROP TRIGGER full"))
    assert 0 < len(stored) < 8
    server.calls.clear()
    assert write_batch(store, job.uid, 0, teacher)
    assert asked_for(server) == 8 - len(stored)
    assert made_of(store, job).raw == 8
    server.calls.clear()
    before = made_of(store, job)
    assert write_batch(store, job.uid, 0, teacher)
    assert (server.calls, made_of(store, job)) == ([], before)


def test_nothing_is_asked_for_where_nothing_can_be_stored(
    store: Store, project: Project, server: LoopbackServer
) -> None:
    job = ordered(store, project, server, 4)
    prepare(store, job.uid, 4)
    teacher = load_teacher(store, job.uid, Settings())
    with store.write() as session:
        session.execute(
            text("CREATE TRIGGER full BEFORE UPDATE ON job BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
        )
    with pytest.raises(StorageFault):
        write_batch(store, job.uid, 0, teacher)
    assert server.calls == []


def test_a_killed_worker_goes_on_without_asking_for_what_is_stored(
    store: Store, project: Project, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACHSET_REMOTE_CONCURRENCY", "1")
    write = server.answer

    def slowly(call: Call) -> Answered:
        server.leave.wait(0.1)
        return write(call)

    server.answer = slowly
    job = ordered(store, project, server, 40)
    worker = start_worker()
    wait_until(lambda: look(store, job.uid)[1] >= 8)
    worker.kill()
    worker.wait()
    stored = look(store, job.uid)[1]
    assert stored < 40
    server.calls.clear()
    worker = start_worker()
    wait_until(lambda: look(store, job.uid)[0].status == "done")
    worker.kill()
    worker.wait()
    assert asked_for(server) == 40 - stored
    made = made_of(store, job)
    assert (made.raw, made.kept) == (40, 40)
    assert made.input_tokens % USAGE[0] == 0


def test_a_job_that_waits_for_its_server_is_cancelled_at_once(
    store: Store, project: Project, server: LoopbackServer
) -> None:
    server.answer = lambda _: Answered(429, {}, {"Retry-After": "600"})
    job = ordered(store, project, server, 4)
    worker = start_worker()
    wait_until(lambda: bool(server.calls))
    cancel_generation(store, job.uid)
    wait_until(lambda: look(store, job.uid)[0].status == "cancelled")
    worker.kill()
    worker.wait()
    assert look(store, job.uid)[1] == 0


def test_candidates_say_which_server_and_model_they_come_from(
    store: Store, project: Project, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACHSET_OPENAI_API_KEY", "sk-very-secret")
    job = ordered(store, project, server, 4)
    prepare(store, job.uid, 4)
    write_batch(store, job.uid, 0, load_teacher(store, job.uid, Settings()))
    assert server.calls[0].headers["authorization"] == "Bearer sk-very-secret"
    with store.read() as session:
        rows = find_examples(project.id, ExampleFilter(origin="generated"), session=session)
        job = job_by_uid(job.uid, session=session)
    card = {
        "name": server.name,
        "weights": server.base_url,
        "revision_or_hash": "served-1",
        "adapter": None,
        "device": "remote",
        "dtype": "",
        "server": "",
        "takes_grammar": False,
    }
    assert job.teacher_card == card
    assert all(row.provenance["teacher"] == card for row in rows)
    assert b"sk-very-secret" not in b"".join(file.read_bytes() for file in Settings().data_dir.glob("*.sqlite*"))

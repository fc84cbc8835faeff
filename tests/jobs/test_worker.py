"""The worker as a process, killed and started as it pleases nobody."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.domain.errors import Conflict
from backend.domain.request import Include, Request
from jobs.generating import cancel_generation, choose_teacher, order_generation
from jobs.settings import Settings
from jobs.worker import become_sole_worker, main
from storage.engine import Store
from storage.examples import count_examples, find_examples
from storage.filters import ExampleFilter
from storage.jobs import job_by_uid
from storage.outputs import job_yield, stored_indexes
from storage.tables import Job, Project
from storage.workers import any_worker_alive
from tests.forking import Forked
from tests.waiting import PATIENCE_SECONDS, wait_until

pytestmark = pytest.mark.long


OUTPUTS = 160
"""Fifty more than the last kill waits for, so that the job is not done when it comes."""

FULL = """
CREATE TRIGGER full BEFORE INSERT ON output BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END
"""
"""Every output is refused as SQLite refuses it when the disk is full."""


@pytest.fixture
def slow(store: Store, project: Project, tmp_path: Path) -> str:
    """The project's teacher now takes its time, so that there is a middle to be killed in."""
    script = tmp_path / "slow.json"
    script.write_text(json.dumps({"obedient": True, "seconds_per_output": 0.05}))
    choose_teacher(store, project.id, f"scripted:{script}")
    return f"scripted:{script}"


def start_worker(*arguments: str) -> Forked:
    """As `python -m jobs.worker`, which is what the server of tests/e2e starts."""
    return Forked(main, *arguments)


def look(store: Store, uid: str) -> tuple[Job, int]:
    with store.read() as session:
        job = job_by_uid(uid, session=session)
        return job, job_yield(job.id, session=session).raw


def test_a_worker_killed_ten_times_at_random_moments_stores_every_output_once(
    store: Store, project: Project, slow: str
) -> None:
    chance = random.Random(20_26)
    job, _ = order_generation(store, project.id, Request("book_trip", include=(Include("city"),), count=OUTPUTS))
    for kill in range(10):
        _, before = look(store, job.uid)
        goal = max(before, kill * 11 + chance.randrange(1, 11))
        worker = start_worker()
        wait_until(lambda: look(store, job.uid)[1] >= goal)  # noqa: B023 - called before the loop goes on
        worker.kill()
        worker.wait()
        assert look(store, job.uid)[0].status in ("queued", "running")
    worker = start_worker()
    wait_until(lambda: look(store, job.uid)[0].status == "done")
    worker.kill()
    worker.wait()
    with store.read() as session:
        assert stored_indexes(job.id, session=session) == set(range(OUTPUTS))
        rows = find_examples(project.id, ExampleFilter(origin="generated"), limit=500, session=session)
    assert len(rows) == len({row.text for row in rows}) == OUTPUTS


def test_a_running_job_is_cancelled_and_the_worker_takes_the_next(store: Store, project: Project, slow: str) -> None:
    long, _ = order_generation(store, project.id, Request("book_trip", count=2000))
    short, _ = order_generation(store, project.id, Request("book_trip", count=2, style="tuned"))
    worker = start_worker()
    wait_until(lambda: look(store, long.uid)[1] > 0)
    cancel_generation(store, long.uid)
    wait_until(lambda: look(store, short.uid)[0].status == "done")
    worker.kill()
    worker.wait()
    assert look(store, long.uid)[0].status == "cancelled"
    assert look(store, short.uid)[1] == 2


def test_a_job_whose_teacher_is_gone_fails_with_the_reason_and_adds_nothing(
    store: Store, project: Project, slow: str
) -> None:
    job, _ = order_generation(store, project.id, Request("book_trip"))
    Path(slow.removeprefix("scripted:")).unlink()
    worker = start_worker()
    wait_until(lambda: look(store, job.uid)[0].status == "failed")
    worker.kill()
    worker.wait()
    assert "slow.json" in look(store, job.uid)[0].error
    with store.read() as session:
        assert count_examples(project.id, ExampleFilter(origin="generated"), session=session) == 0


def test_a_worker_says_that_it_is_alive_and_ends_with_its_parent(store: Store) -> None:
    with store.read() as session:
        assert not any_worker_alive(session=session)
    worker = start_worker("--with-parent")

    def alive() -> bool:
        with store.read() as session:
            return any_worker_alive(session=session)

    wait_until(alive)
    worker.stdin.close()
    assert worker.wait(PATIENCE_SECONDS) == 0


def test_a_second_worker_on_the_same_folder_is_refused_until_the_first_has_ended(store: Store) -> None:
    worker = start_worker()

    def alive() -> bool:
        with store.read() as session:
            return any_worker_alive(session=session)

    wait_until(alive)
    with pytest.raises(Conflict, match="another worker"):
        become_sole_worker(Settings(), wait=False)
    worker.kill()
    worker.wait()
    become_sole_worker(Settings(), wait=False)


def test_a_queued_job_is_cancelled_at_once_and_its_teacher_is_never_loaded(
    store: Store, project: Project, slow: str, obedient: str
) -> None:
    job, _ = order_generation(store, project.id, Request("book_trip"))
    cancel_generation(store, job.uid)
    assert look(store, job.uid)[0].status == "cancelled"
    Path(slow.removeprefix("scripted:")).unlink()
    worker = start_worker()
    later, _ = order_generation(store, project.id, Request("book_trip", count=3), teacher=obedient)
    wait_until(lambda: look(store, later.uid)[0].status == "done")
    worker.kill()
    worker.wait()
    assert look(store, job.uid)[0].status == "cancelled"


def test_a_full_disk_makes_a_job_wait_and_go_on_when_there_is_room(store: Store, project: Project, slow: str) -> None:
    job, _ = order_generation(store, project.id, Request("book_trip", count=40))
    with store.write() as session:
        session.execute(text(FULL))
    worker = start_worker()
    wait_until(lambda: look(store, job.uid)[0].status == "running")
    assert look(store, job.uid)[1] == 0
    with store.write() as session:
        session.execute(text("DROP TRIGGER full"))
    wait_until(lambda: look(store, job.uid)[0].status == "done")
    worker.kill()
    worker.wait()
    assert look(store, job.uid)[1] == 40

"""A plan in the hands of a worker: killed, cancelled, broken down, and overtaken by what is ordered meanwhile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.domain.request import Request
from backend.planning.order import PlanOrder
from jobs.generating import choose_teacher, order_generation
from jobs.planning import cancel_planned, order_plan, plan_for
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.outputs import stored_indexes
from storage.plan_progress import PlanProgress, plan_progress
from storage.plans import jobs_of_plan
from storage.projects import project_by_id
from storage.tables import PlanRow, Project
from tests.jobs.test_worker import look, start_worker
from tests.waiting import wait_until


@pytest.fixture
def slow(store: Store, project: Project, tmp_path: Path) -> Path:
    """The script of the project's teacher, who now takes its time."""
    script = tmp_path / "slow.json"
    script.write_text(json.dumps({"obedient": True, "seconds_per_output": 0.02}))
    choose_teacher(store, project.id, f"scripted:{script}")
    return script


def ordered(store: Store, project: Project, total: int) -> PlanRow:
    order = PlanOrder(("book_trip", "cancel_trip"), ("en", "fr"), total=total)
    with store.read() as session:
        teacher = project_by_id(project.id, session=session).teacher
    plan = plan_for(store, project.id, order, teacher=teacher)
    return order_plan(store, project.id, order, plan, teacher=teacher)[0]


def progress(store: Store, plan: PlanRow) -> PlanProgress:
    with store.read() as session:
        return plan_progress(plan.id, session=session)


def test_after_a_worker_was_killed_the_next_goes_on_with_the_first_unfinished_job(
    store: Store, project: Project, slow: Path, tmp_path: Path
) -> None:
    go_on = tmp_path / "go_on"
    slow.write_text(json.dumps({"obedient": True, "pause": {"after": 30, "until": str(go_on)}}))
    plan = ordered(store, project, 80)
    worker = start_worker()
    wait_until(lambda: progress(store, plan).made.raw >= 30)
    worker.kill()
    worker.wait()
    assert progress(store, plan).status == "running"
    go_on.touch()
    worker = start_worker()
    wait_until(lambda: progress(store, plan).status == "done")
    worker.kill()
    worker.wait()
    with store.read() as session:
        jobs = jobs_of_plan(plan.id, session=session)
        for job in jobs:
            assert stored_indexes(job.id, session=session) == set(range(job.total))
        rows = find_examples(project.id, ExampleFilter(plan_id=plan.id), limit=500, session=session)
    assert sum(job.total for job in jobs) == 80
    starts = [job.started_at for job in jobs if job.started_at]
    assert starts == sorted(starts)
    assert len(jobs) == len(starts) == 4
    assert {row.intent for row in rows} == {
        job.intent for job in jobs
    }  # of its French the check of the language kept none


def test_a_plan_fails_once_is_overtaken_and_is_cancelled_as_one(
    store: Store, project: Project, slow: Path, obedient: str
) -> None:
    script = slow.read_text()
    failing = ordered(store, project, 40)
    slow.unlink()
    worker = start_worker()
    wait_until(lambda: progress(store, failing).status == "failed")
    failed = progress(store, failing)
    assert (failed.ended, failed.jobs, failed.made.raw) == (4, 4, 0)
    assert ["slow.json" in error for error in failed.errors] == [True]

    slow.write_text(script)
    plan = ordered(store, project, 160)
    wait_until(lambda: progress(store, plan).made.raw > 0)
    single, _ = order_generation(store, project.id, Request("book_trip", count=3), teacher=obedient)
    wait_until(lambda: look(store, single.uid)[0].status == "done")
    assert progress(store, plan).status == "running"
    cancel_planned(store, plan.uid)
    wait_until(lambda: progress(store, plan).status == "cancelled")
    worker.kill()
    worker.wait()
    ended = progress(store, plan)
    assert (ended.ended, ended.jobs) == (4, 4)
    assert 0 < ended.made.raw < 160

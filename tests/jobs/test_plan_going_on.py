"""A plan that was cancelled or that broke down is gone on with: what it did not write is ordered, and nothing else."""

from __future__ import annotations

import pytest

from backend.domain.candidate import Candidate, Verdict
from backend.domain.errors import Conflict, InvalidValue, NotFound, Unavailable
from backend.domain.request import Include, Request
from backend.domain.utterance import Utterance
from jobs import plan_going_on
from jobs.plan_going_on import CONTINUES, go_on_with, left_of_plan, unwritten
from storage.engine import Store
from storage.jobs import finish_job, requests_of, start_job
from storage.outputs import store_candidate
from storage.plans import PlannedJob, cancel_plan, create_plan, finish_planned, jobs_of_plan
from storage.schemas import delete_intent
from storage.tables import Job, PlanRow, Project

CITIES = (
    Request("book_trip", include=(Include("city"),), count=3, seed=1, vary=True),
    Request("book_trip", include=(), count=2, seed=1),
)
DAYS = (Request("cancel_trip", "fr", count=4, seed=2),)


@pytest.fixture
def plan(store: Store, project: Project) -> PlanRow:
    planned = [PlannedJob(requests, project.teacher, {"top_p": 0.9}, (1.0, 10.0)) for requests in (CITIES, DAYS)]
    with store.write() as session:
        return create_plan(project.id, planned, spec={"order": {"total": 9}}, session=session)[0]


def jobs(store: Store, plan: PlanRow) -> list[Job]:
    with store.read() as session:
        return jobs_of_plan(plan.id, session=session)


def write(store: Store, job: Job, *indexes: int) -> None:
    with store.write() as session:
        start_job(job.id, teacher_card={}, session=session)
        for index in indexes:
            made = Candidate(f"text {index}", Utterance(f"text {index}", job.intent), (Verdict("copy", True),), index)
            store_candidate(job, made, provenance={}, session=session)


def test_what_was_cancelled_is_ordered_again_without_what_is_there(
    store: Store, project: Project, plan: PlanRow
) -> None:
    first, _second = jobs(store, plan)
    write(store, first, 0, 2, 3)  # a server answers in an order of its own
    with store.write() as session:
        cancel_plan(plan.uid, session=session)
        finish_job(first.id, "cancelled", session=session)
    later, new = go_on_with(store, project.id, plan.uid)
    assert new
    assert (later.spec[CONTINUES], later.spec["order"]) == (plan.uid, {"total": 9})
    again, days = jobs(store, later)
    assert [(one.include, one.count) for one in requests_of(again)] == [(CITIES[0].include, 1), ((), 1)]
    assert [one.count for one in requests_of(days)] == [4]
    assert (again.teacher, again.sampling) == (first.teacher, first.sampling)
    seeds = {one.seed for one in (*requests_of(again), *requests_of(days))}
    assert len(seeds) == 2, "those of one seed share one again"
    assert not seeds & {1, 2}, "the same seeds would write the same"
    assert unwritten_of(store, later) == [], "it is at work"


def unwritten_of(store: Store, plan: PlanRow) -> list[PlannedJob]:
    with store.read() as session:
        return unwritten(plan, session=session)


def test_a_plan_with_a_job_that_is_about_to_stop_is_not_gone_on_with_without_what_that_leaves(
    store: Store, project: Project, plan: PlanRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _second = jobs(store, plan)
    write(store, first, 0)
    with store.write() as session:
        cancel_plan(plan.uid, session=session)

    def stops_just_now(_teacher: str) -> None:
        with store.write() as session:
            finish_job(first.id, "cancelled", session=session)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(plan_going_on, "check_teacher", stops_just_now)
        with pytest.raises(InvalidValue, match="wait where it is still at work"):
            go_on_with(store, project.id, plan.uid)
    assert left_of_plan(store, project.id, plan.uid) == 0
    stops_just_now("")
    assert left_of_plan(store, project.id, plan.uid) == 4 + 4
    later, _new = go_on_with(store, project.id, plan.uid)
    assert sum(job.total for job in jobs(store, later)) == 8


def test_a_plan_is_gone_on_with_once_and_only_where_something_is_left(
    store: Store, project: Project, plan: PlanRow
) -> None:
    with pytest.raises(InvalidValue, match="nothing is left to write"):
        go_on_with(store, project.id, plan.uid)  # it is at work
    first, second = jobs(store, plan)
    with store.write() as session:
        finish_job(first.id, "done", session=session)
        finish_planned(second, "failed", error="The server is gone.", session=session)
    later, _new = go_on_with(store, project.id, plan.uid)
    (again,) = jobs(store, later)
    assert (again.intent, again.total) == ("cancel_trip", 4)
    with store.write() as session:
        cancel_plan(later.uid, session=session)
    with pytest.raises(Conflict, match="gone on with already"):
        go_on_with(store, project.id, plan.uid)
    assert go_on_with(store, project.id, later.uid)[1]
    with pytest.raises(NotFound, match="no plan of this project"):
        go_on_with(store, project.id + 1, plan.uid)


def test_labels_and_teachers_that_are_gone_are_not_asked_for(store: Store, project: Project, plan: PlanRow) -> None:
    with store.write() as session:
        cancel_plan(plan.uid, session=session)
        delete_intent(project.id, "cancel_trip", session=session)
    assert [one.requests[0].intent for one in unwritten_of(store, plan)] == ["book_trip"]
    for job in jobs(store, plan):
        with store.write() as session:
            session.get(Job, job.id).teacher = "scripted:/gone.json"
    with pytest.raises(Unavailable, match="gone"):
        go_on_with(store, project.id, plan.uid)

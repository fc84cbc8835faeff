"""A plan is seen, cancelled and given up as one, though jobs do its work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.domain.candidate import Candidate, Verdict
from backend.domain.errors import Conflict, InvalidValue, NotFound
from backend.domain.request import Include, Request
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.jobs import active_jobs, create_job, finish_job, last_job_id, list_jobs, requests_of, start_job
from storage.outputs import store_candidate
from storage.plan_progress import made_by_jobs, plan_progress
from storage.plans import (
    PlannedJob,
    active_plan,
    cancel_plan,
    create_plan,
    finish_planned,
    jobs_of_plan,
    list_plans,
    plan_by_uid,
    uids_of_plans,
)
from storage.projects import delete_project
from storage.schemas import delete_intent
from storage.tables import Job, PlanRow, Project
from tests.postgres import on_both

pytestmark = on_both

CITIES = (
    Request("book_trip", include=(Include("city"),), count=3, seed=1, vary=True),
    Request("book_trip", include=(), count=2, seed=2),
)
DAYS = (Request("cancel_trip", "fr", count=4),)
SAMPLING = {"top_p": 0.9}
JOBS = (PlannedJob(CITIES, "t", SAMPLING, (1.0, 10.0)), PlannedJob(DAYS, "t", SAMPLING, (1.0, 10.0)))


def order(store: Store, project: Project, jobs: tuple[PlannedJob, ...] = JOBS) -> tuple[PlanRow, bool]:
    with store.write() as session:
        return create_plan(project.id, jobs, spec={"seed": 1}, session=session)


def jobs(store: Store, plan: PlanRow) -> list[Job]:
    with store.read() as session:
        return jobs_of_plan(plan.id, session=session)


def arrive(store: Store, job: Job, index: int, text: str, *, kept: bool = True) -> None:
    candidate = Candidate(text, Utterance(text, job.intent), (Verdict("copy", kept),), index, 0, 100, 1000)
    with store.write() as session:
        store_candidate(job, candidate, provenance={}, session=session)


def test_its_jobs_hold_several_requests_and_come_back_as_ordered(store: Store, project: Project) -> None:
    plan, new = order(store, project)
    first, second = jobs(store, plan)
    assert new
    assert (requests_of(first), first.total) == (CITIES, 5)
    assert (requests_of(second), second.total, second.parts) == (DAYS, 4, None)
    with store.read() as session:
        assert active_plan(project.id, session=session) == plan_by_uid(plan.uid, session=session) == plan


def test_a_project_has_one_active_plan_however_many_ask_at_once(store: Store, project: Project) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: order(store, project), range(4)))
    assert sum(new for _plan, new in made) == 1
    assert len({plan.uid for plan, _new in made}) == 1
    for job in jobs(store, made[0][0]):
        with store.write() as session:
            finish_job(job.id, "done", session=session)
    assert order(store, project)[1]
    with store.read() as session:
        assert len(list_plans(project.id, session=session)) == 2


def test_its_jobs_are_not_among_the_single_ones_and_stand_in_nobodys_way(store: Store, project: Project) -> None:
    order(store, project)
    with store.write() as session:
        single, new = create_job(project.id, DAYS[0], teacher="t", sampling={"top_p": 0.9}, session=session)
        assert new
        assert [job.uid for job in list_jobs(project.id, session=session)] == [single.uid]
        assert [job.uid for job in active_jobs(project_id=project.id, session=session)] == [single.uid]
        assert len(active_jobs(session=session)) == 3
        assert last_job_id(project.id, session=session) == single.id
        assert last_job_id(project.id + 1, session=session) == 0


def test_nothing_or_unknown_labels_queue_nothing(store: Store, project: Project) -> None:
    with pytest.raises(InvalidValue, match="asks for nothing"):
        order(store, project, ())
    with pytest.raises(InvalidValue, match="unknown intent 'fly'"):
        order(store, project, (*JOBS, PlannedJob((Request("fly"),), "t", SAMPLING)))
    with store.read() as session:
        assert list_plans(project.id, session=session) == []
        assert active_jobs(session=session) == []
        with pytest.raises(NotFound, match="no plan 'gone'"):
            plan_by_uid("gone", session=session)


def test_progress_adds_up_over_its_jobs(store: Store, project: Project) -> None:
    plan, _ = order(store, project)
    first, second = jobs(store, plan)
    with store.read() as session:
        assert plan_progress(plan.id, session=session).status == "queued"
    with store.write() as session:
        start_job(first.id, teacher_card={}, session=session)
    arrive(store, first, 0, "to lima")
    arrive(store, first, 1, "to oslo", kept=False)
    with store.write() as session:
        finish_job(first.id, "done", session=session)
        start_job(second.id, teacher_card={}, session=session)
    arrive(store, second, 0, "no trip")
    with store.read() as session:
        so_far = plan_progress(plan.id, session=session)
    assert (so_far.status, so_far.jobs, so_far.ended, so_far.total) == ("running", 2, 1, 9)
    assert (so_far.made.raw, so_far.made.kept, so_far.made.dropped) == (3, 2, {"copy": 1})
    assert so_far.current is not None
    assert so_far.current.intent == "cancel_trip"
    assert so_far.cost == pytest.approx((3000 * 1 + 300 * 10) / 1e6)
    with store.write() as session:
        finish_job(second.id, "done", session=session)
    with store.read() as session:
        ended = plan_progress(plan.id, session=session)
        by_job = made_by_jobs(plan.id, session=session)
    assert [(job.id, raw, kept) for job, raw, kept in by_job] == [(first.id, 2, 1), (second.id, 1, 1)]
    assert (ended.status, ended.ended, ended.current, ended.errors) == ("done", 2, None, ())
    assert ended.started_at is not None
    assert ended.finished_at is not None


def test_cancelling_ends_what_waits_and_asks_what_runs_to_stop(store: Store, project: Project) -> None:
    plan, _ = order(store, project)
    first, _second = jobs(store, plan)
    with store.write() as session:
        start_job(first.id, teacher_card={}, session=session)
        cancel_plan(plan.uid, session=session)
    assert [(job.status, job.cancel_requested) for job in jobs(store, plan)] == [("running", True), ("cancelled", True)]
    with store.read() as session:
        so_far = plan_progress(plan.id, session=session)
    assert (so_far.status, so_far.cancelling) == ("running", True)
    with store.write() as session:
        finish_job(first.id, "cancelled", session=session)
    with store.read() as session:
        assert plan_progress(plan.id, session=session).status == "cancelled"
    with pytest.raises(Conflict, match="ended already"), store.write() as session:
        cancel_plan(plan.uid, session=session)


def test_a_plan_of_which_a_job_failed_has_failed_although_the_others_were_cancelled(
    store: Store, project: Project
) -> None:
    plan, _ = order(store, project)
    first, _second = jobs(store, plan)
    with store.write() as session:
        finish_job(first.id, "failed", error="unknown slot", session=session)
        cancel_plan(plan.uid, session=session)
    with store.read() as session:
        ended = plan_progress(plan.id, session=session)
    assert (ended.status, ended.failed, ended.errors) == ("failed", 1, ("unknown slot",))


def test_a_job_that_breaks_down_ends_what_waits_of_its_plan_with_the_reason(store: Store, project: Project) -> None:
    plan, _ = order(store, project)
    first, _second = jobs(store, plan)
    with store.write() as session:
        start_job(first.id, teacher_card={}, session=session)
        finish_planned(first, "failed", error="The server is gone.", session=session)
    with store.read() as session:
        ended = plan_progress(plan.id, session=session)
        assert active_plan(project.id, session=session) is None
        assert uids_of_plans([plan.id, plan.id + 1], session=session) == {plan.id: plan.uid}
    assert (ended.status, ended.ended, ended.failed, ended.errors) == ("failed", 2, 2, ("The server is gone.",))
    assert [job.cancel_requested for job in jobs(store, plan)] == [False, True], "the queue may hold the next already"


def test_what_it_wrote_is_found_by_it(store: Store, project: Project) -> None:
    plan, _ = order(store, project)
    for index, job in enumerate(jobs(store, plan)):
        arrive(store, job, index, f"text {index}")
    with store.read() as session:
        found = find_examples(project.id, ExampleFilter(plan_id=plan.id), session=session)
        assert [row.text for row in found] == ["text 0", "text 1"]
        assert find_examples(project.id, ExampleFilter(plan_id=plan.id + 1), session=session) == []


def test_it_holds_intent_and_project_until_it_has_ended_and_goes_with_them(store: Store, project: Project) -> None:
    plan, _ = order(store, project)
    with pytest.raises(Conflict, match=r"Cancel its plan on the Plan page"), store.write() as session:
        delete_intent(project.id, "cancel_trip", session=session)
    with store.write() as session:
        cancel_plan(plan.uid, session=session)
        delete_intent(project.id, "cancel_trip", session=session)
        assert [job.intent for job in jobs_of_plan(plan.id, session=session)] == ["book_trip"]
        delete_project(project.id, session=session)
        assert list_plans(project.id, session=session) == []

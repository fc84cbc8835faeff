from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from backend.domain.candidate import Candidate, Verdict
from backend.domain.errors import Conflict, InvalidValue
from backend.domain.request import Include, Request
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.jobs import cancel_requested, create_job, finish_job, job_by_uid, list_jobs, request_cancel, request_of
from storage.outputs import job_yield, latest_outputs, output_of, store_candidate, stored_indexes
from storage.projects import delete_project
from storage.tables import Job, Project
from tests.conftest import pending
from tests.postgres import on_both

pytestmark = on_both


def order(store: Store, project: Project, request: Request) -> tuple[Job, bool]:
    with store.write() as session:
        return create_job(project.id, request, teacher="t", sampling={"top_p": 0.9}, session=session)


def keep(store: Store, job: Job, index: int, text: str) -> bool:
    candidate = Candidate(text, Utterance(text, "book_trip"), (Verdict("well-formed", True),), index, tokens=3)
    with store.write() as session:
        return store_candidate(job, candidate, provenance={"method": "linguist"}, session=session) is not None


def test_a_request_comes_back_as_it_was_ordered(store: Store, project: Project) -> None:
    request = Request("book_trip", "fr", (Include("city", "oslo"), Include("day")), 7, seed=3)
    job, _new = order(store, project, request)
    assert request_of(job) == request


def test_a_request_from_before_there_were_grammars_still_loads_and_has_none(store: Store, project: Project) -> None:
    request = Request("book_trip", include=(Include("city"),))
    job, _new = order(store, project, request)
    with store.write() as session:
        job.request = {name: value for name, value in job.request.items() if name != "grammar"}
        session.add(job)
    with store.read() as session:
        assert request_of(job_by_uid(job.uid, session=session)) == replace(request, grammar=False)


def test_the_same_request_from_many_tabs_at_once_makes_one_job(store: Store, project: Project) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda seed: order(store, project, Request("book_trip", seed=seed)), range(8)))
    assert sum(new for _job, new in made) == 1
    assert len({job.uid for job, _new in made}) == 1


def test_the_same_request_after_the_first_has_ended_makes_another_job(store: Store, project: Project) -> None:
    first, _ = order(store, project, Request("book_trip"))
    with store.write() as session:
        finish_job(first.id, "done", session=session)
    second, new = order(store, project, Request("book_trip"))
    assert new
    assert second.uid != first.uid


def test_another_request_makes_another_job(store: Store, project: Project) -> None:
    order(store, project, Request("book_trip"))
    assert order(store, project, Request("book_trip", count=21))[1]
    with store.read() as session:
        assert len(list_jobs(project.id, session=session)) == 2


def test_unknown_labels_are_refused_before_anything_is_queued(store: Store, project: Project) -> None:
    for request in (Request("fly_home"), Request("cancel_trip", include=(Include("city"),))):
        with pytest.raises(InvalidValue):
            order(store, project, request)
    with store.read() as session:
        assert list_jobs(project.id, session=session) == []


def test_an_output_is_stored_once_and_its_candidate_with_it(store: Store, project: Project) -> None:
    job, _ = order(store, project, Request("book_trip"))
    assert keep(store, job, 0, "off to the sea")
    assert not keep(store, job, 0, "off to the sea")
    with store.read() as session:
        (row,) = find_examples(project.id, ExampleFilter(status="pending"), session=session)
        output = output_of(row, session=session)
        assert stored_indexes(job.id, session=session) == {0}
    assert output is not None
    assert (output.raw, row.provenance, row.method) == ("off to the sea", {"method": "linguist"}, "linguist")


def test_a_text_that_came_in_meanwhile_is_dropped_as_a_duplicate(store: Store, project: Project) -> None:
    job, _ = order(store, project, Request("book_trip"))
    pending(store, project, "off to the sea")
    keep(store, job, 0, "Off to the sea!")
    with store.read() as session:
        assert job_yield(job.id, session=session).dropped == {"duplicate": 1}
        assert [output.dropped_for for output, _ in latest_outputs(job.id, limit=5, session=session)] == ["duplicate"]


def test_the_yield_counts_by_the_first_failed_check(store: Store, project: Project) -> None:
    job, _ = order(store, project, Request("book_trip"))
    keep(store, job, 0, "off to the sea")
    for index, check in enumerate(["copy", "copy", "well-formed"], start=1):
        candidate = Candidate("[", None, (Verdict(check, False, "why"),), index, tokens=2)
        with store.write() as session:
            store_candidate(job, candidate, provenance={}, session=session)
    with store.read() as session:
        counts = job_yield(job.id, session=session)
    assert (counts.raw, counts.kept, counts.dropped, counts.tokens) == (4, 1, {"copy": 2, "well-formed": 1}, 9)


def test_a_cancelled_or_deleted_job_should_stop(store: Store, project: Project) -> None:
    job, _ = order(store, project, Request("book_trip"))
    with store.write() as session:
        assert not cancel_requested(job.id, session=session)
        request_cancel(job.uid, session=session)
        assert cancel_requested(job.id, session=session)
        finish_job(job.id, "cancelled", session=session)
        delete_project(project.id, session=session)
        assert cancel_requested(job.id, session=session)


def test_a_job_that_has_ended_is_neither_cancelled_nor_ended_again(store: Store, project: Project) -> None:
    job, _ = order(store, project, Request("book_trip"))
    with store.write() as session:
        finish_job(job.id, "done", session=session)
        finish_job(job.id, "failed", error="late", session=session)
        assert job_by_uid(job.uid, session=session).status == "done"
    with pytest.raises(Conflict, match="'done'"), store.write() as session:
        request_cancel(job.uid, session=session)

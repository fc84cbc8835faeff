"""Ordering what a teacher is to write, and choosing the teacher: what is refused changes nothing."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.request import Include, Request
from backend.ordering import TUNED_TEMPERATURE, TUNED_WORDING
from backend.teacher.protocol import Sampling
from jobs.generating import choose_teacher, order_generation, preview_prompt
from jobs.generation import prepare
from jobs.settings import Settings
from jobs.tuning import check_base
from storage.engine import Store
from storage.jobs import list_jobs
from storage.projects import project_by_id
from storage.prompts import load_prompts
from storage.tables import Project
from tests.jobs.test_generation import ordered


def test_the_prompt_that_is_shown_is_the_one_that_is_sent(store: Store, project: Project) -> None:
    request = Request("book_trip", count=12, seed=5)
    shown = preview_prompt(store, project.id, request)
    job, _ = order_generation(store, project.id, request)
    prepare(store, job.uid, 8)
    with store.read() as session:
        assert load_prompts(job.id, session=session)[0][0] == shown


def test_a_job_samples_as_its_style_is_best_sampled_unless_it_is_said_how(store: Store, project: Project) -> None:
    request = Request("book_trip", include=(Include("city"),), style="tuned")
    assert ordered(store, project).sampling == asdict(Sampling())
    tuned = Sampling(temperature=TUNED_TEMPERATURE, wording=TUNED_WORDING)
    assert ordered(store, project, style="tuned").sampling == asdict(tuned)
    said, _ = order_generation(store, project.id, request, sampling=Sampling(temperature=1.2))
    assert said.sampling["temperature"] == 1.2


@pytest.mark.parametrize("name", ["no-such-model", "/no/such/folder", "", "a/b/c"])
def test_a_teacher_that_cannot_be_is_refused_and_the_old_one_stays(store: Store, project: Project, name: str) -> None:
    with pytest.raises(Unavailable) as refused:
        choose_teacher(store, project.id, name)
    assert repr(name) in str(refused.value)
    with store.read() as session:
        assert project_by_id(project.id, session=session).teacher == project.teacher


def test_no_teacher_is_none_to_choose_or_to_order_from_by_a_method_that_needs_one(
    store: Store, project: Project
) -> None:
    with pytest.raises(Unavailable, match=r"cannot write 'none'.*slot-swap") as refused:
        choose_teacher(store, project.id, " none ")
    assert "Choose one that can" in str(refused.value)
    with pytest.raises(Unavailable, match="cannot write 'none'"):
        order_generation(store, project.id, Request("book_trip"), teacher="none")
    with pytest.raises(Unavailable, match="cannot be tuned 'none'"):
        check_base("none", Settings())
    with store.read() as session:
        assert project_by_id(project.id, session=session).teacher == project.teacher
        assert list_jobs(project.id, limit=5, session=session) == []
    job, _ = order_generation(store, project.id, Request("book_trip", method="slot-swap"))
    assert job.teacher == "none"


def test_an_unknown_method_or_intent_queues_nothing(store: Store, project: Project) -> None:
    with pytest.raises(InvalidValue, match="unknown method 'telepathy'"):
        order_generation(store, project.id, Request("book_trip", method="telepathy"))
    with pytest.raises(InvalidValue, match="unknown intent 'fly_home'"):
        order_generation(store, project.id, Request("fly_home"))

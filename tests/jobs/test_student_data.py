"""What hangs together in a project: what was made from the same seeds stays on one side, however it is split."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import Session

from backend.domain.request import Include, Request
from backend.domain.utterance import Span, Utterance
from backend.methods.registry import method
from backend.students.data import StudentData
from backend.teacher.scripted import ScriptedTeacher
from jobs import student_data
from jobs.generating import order_generation
from jobs.generation import prepare, write_batch
from jobs.settings import Settings
from jobs.student_data import accepted_material
from jobs.student_parts import put_aside
from jobs.student_run import run_student
from jobs.students import (
    StudentOrder,
    order_student,
)
from storage import runs
from storage.engine import Store
from storage.examples import ExampleFilter, add_examples, find_examples
from storage.jobs import create_job
from storage.prompts import examples_shown, save_prompts
from storage.schemas import load_schema
from storage.tables import Example, Project, StudentRow
from tests.backend.students.conftest import settings
from tests.jobs.test_worker import start_worker
from tests.waiting import wait_until


def test_candidates_are_of_the_family_of_what_their_prompt_showed(store: Store, project: Project) -> None:
    job, _ = order_generation(store, project.id, Request("book_trip", include=(Include("city"),), count=4, examples=1))
    worker = start_worker()

    def generated() -> list[Example]:
        with store.read() as session:
            return find_examples(project.id, ExampleFilter(origin="generated"), session=session)

    wait_until(lambda: len(generated()) == 4)
    worker.kill()
    worker.wait()
    with store.write() as session:
        for row in find_examples(project.id, ExampleFilter(origin="generated"), session=session):
            row.status = "accepted"
            session.add(row)
    material = accepted_material(store, project.id)
    seeds, made = material.families[:2], material.families[2:]
    assert not seeds[0] & seeds[1]
    assert [sum(seed <= family for seed in seeds) for family in made] == [1, 1, 1, 1]
    assert job.id is not None


def test_what_hangs_together_by_its_seeds_is_measured_all_the_same_but_flagged(store: Store, rich: Project) -> None:
    material = accepted_material(store, rich.id)
    parts, shares_seeds = put_aside(material, StudentOrder())
    assert not shares_seeds
    joined = type(material)(material.utterances, (frozenset({"seed"}),) * len(material.utterances), material.labels)
    parts, shares_seeds = put_aside(joined, StudentOrder())
    assert shares_seeds
    assert len(parts.test) >= 5
    assert put_aside(material, StudentOrder(test=0.0))[0].test == ()


def test_a_seed_that_was_shown_with_another_value_is_of_the_family(store: Store, project: Project) -> None:
    request = Request("book_trip", method="paraphrase", include=(Include("city", "lima"),), count=1, style="instruct")
    with store.write() as session:
        (seed,) = find_examples(project.id, ExampleFilter(search="weekend"), session=session)
        (prompt,) = method("paraphrase").prompts(request, load_schema(project.id, session=session), [seed.utterance], 1)
        job, _ = create_job(project.id, request, teacher="t", sampling={}, session=session)
        save_prompts(job.id, [(prompt, 1)], session=session)
        made = Utterance("lima sounds good for saturday and sunday", "book_trip", "en", (Span(0, 4, "city"),))
        add_examples(
            project.id, [made], origin="generated", status="accepted", provenance={"prompt": 0}, session=session
        )
        (row,) = find_examples(project.id, ExampleFilter(origin="generated"), session=session)
        row.job_id = job.id
        session.add(row)
    assert [example.text for example in prompt.examples] == ["i want a weekend in lima"]
    material = accepted_material(store, project.id)
    families = {one.text: family for one, family in zip(material.utterances, material.families, strict=True)}
    assert families[seed.text] & families[made.text]
    assert not families[made.text] & families["take me to rome on monday"]


def test_of_the_prompts_of_a_job_only_those_that_made_an_accepted_example_are_read(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, _ = order_generation(store, project.id, Request("book_trip", include=(Include("city"),), count=6))
    for index in range(prepare(store, job.uid, 6)):
        assert write_batch(store, job.uid, index, ScriptedTeacher(obedient=True))
    with store.write() as session:
        (row,) = find_examples(project.id, ExampleFilter(origin="generated"), limit=1, offset=5, session=session)
        row.status = "accepted"
        session.add(row)
        place = row.provenance["prompt"]
    read: list[tuple[int, set[int]]] = []

    def noted(job_id: int, places: set[int], **more: Session) -> dict[int, tuple[Utterance, ...]]:
        read.append((job_id, places))
        return examples_shown(job_id, places, **more)

    monkeypatch.setattr(student_data, "examples_shown", noted)
    *_, made = accepted_material(store, project.id).families
    assert read == [(job.id, {place})]
    assert place > 0
    assert "take me to rome on monday" in made


def test_what_was_made_from_the_same_seeds_is_held_out_together(
    store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    material = accepted_material(store, rich.id)
    families = tuple(frozenset({f"seed {at // 3}"}) for at in range(len(material.utterances)))
    monkeypatch.setattr("jobs.student_parts.accepted_material", lambda *_: replace(material, families=families))
    data: list[StudentData] = []
    monkeypatch.setattr("jobs.student_run._train", lambda *given: bool(data.append(given[2].data)))
    for seed in range(5):
        row, _ = order_student(store, rich.id, StudentOrder(settings("tiny", seed=seed, held_out=0.3)))
        assert not run_student(store, row.uid, Settings())
        with store.write() as session:
            runs.finish(StudentRow, row.uid, "cancelled", session=session)
        family = dict(zip(material.utterances, families, strict=True))
        assert data[-1].measuring
        assert not {family[one] for one in data[-1].teaching} & {family[one] for one in data[-1].measuring}

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import delete

from backend.domain.decision import DecisionCreate
from backend.domain.errors import NotFound, TeachsetError
from backend.domain.notation import read_typed
from backend.domain.prompt import Prompt
from backend.domain.request import Include, Request
from backend.methods import method
from backend.ordering import plan
from backend.teacher.protocol import Order
from backend.teacher.scripted import ScriptedTeacher
from jobs import cancelling, prompt_making
from jobs.exporting import export_dataset
from jobs.generating import cancel_generation, choose_teacher, order_generation
from jobs.generation import load_teacher, prepare, write_batch
from jobs.settings import Settings
from storage.decisions import decide
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.jobs import job_by_uid
from storage.outputs import job_yield
from storage.prompts import load_prompts, prompt_samples, save_prompts
from storage.tables import Example, Job, Project
from tests.conftest import pending
from tests.writing import while_another_writes


def ordered(store: Store, project: Project, **more: object) -> Job:
    request = Request("book_trip", include=(Include("city"),), **more)  # type: ignore[arg-type]
    return order_generation(store, project.id, request)[0]


def test_preparing_again_after_a_crash_keeps_prompts_and_batches(store: Store, project: Project) -> None:
    job = ordered(store, project, count=10)
    assert prepare(store, job.uid, 4) == 3
    pending(store, project, "something new")
    assert prepare(store, job.uid, 2) == 3


def test_preparing_again_after_a_crash_needs_no_seed_that_the_prompts_were_made_of(
    store: Store, project: Project
) -> None:
    job = ordered(store, project, count=8, method="paraphrase")
    assert prepare(store, job.uid, 4) == 2
    with store.write() as session:
        session.exec(delete(Example))
    assert prepare(store, job.uid, 4) == 2


def test_what_a_crash_left_of_the_prompts_is_made_anew(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ordered(store, project, count=40)
    monkeypatch.setattr(prompt_making, "PIECE", 4)
    monkeypatch.setattr(prompt_making, "save_prompts", breaking(save_prompts, at=3))
    with pytest.raises(RuntimeError):
        prepare(store, job.uid, 20)
    monkeypatch.setattr(prompt_making, "save_prompts", save_prompts)
    assert prepare(store, job.uid, 20) == 2
    with store.read() as session:
        assert sum(prompt_samples(job.id, session=session)) == 40
        assert load_prompts(job.id, range(2), session=session)


def breaking(function: Callable[..., None], at: int) -> Callable[..., None]:
    """The function; the call of that number fails instead."""
    calls = count(1)

    def called(*given: object, **more: object) -> None:
        if next(calls) == at:
            raise RuntimeError
        function(*given, **more)

    return called


def test_a_job_that_is_cancelled_while_its_prompts_are_made_makes_no_more_of_them(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ordered(store, project, count=8)
    made: list[Request] = []

    def cancelled_meanwhile(request: Request, *given: Any) -> tuple[Order, ...]:
        made.append(request)
        with store.read() as session:
            assert job_by_uid(job.uid, session=session).phase == "making the prompts"
        cancel_generation(store, job.uid)
        return plan(request, *given)

    monkeypatch.setattr(cancelling, "LOOK_SECONDS", 0)
    monkeypatch.setattr(prompt_making, "plan", cancelled_meanwhile)
    monkeypatch.setattr(prompt_making, "requests_of", lambda _job: (Request("book_trip", count=4),) * 2)
    assert prepare(store, job.uid, 4) is None
    assert len(made) == 1


def test_others_can_write_while_the_prompts_of_a_job_are_made(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ordered(store, project, count=8)
    monkeypatch.setattr(prompt_making, "plan", while_another_writes(store, plan))
    assert prepare(store, job.uid, 4) == 2


def test_every_output_is_stored_with_where_it_comes_from(store: Store, project: Project, obedient: str) -> None:
    job = ordered(store, project, count=10)
    batches = prepare(store, job.uid, 4)
    teacher = load_teacher(store, job.uid, Settings())
    assert all(write_batch(store, job.uid, index, teacher) for index in range(batches))
    with store.read() as session:
        assert job_yield(job.id, session=session).kept == 10
        row = find_examples(project.id, ExampleFilter(origin="generated"), session=session)[0]
    assert row.utterance.slot_counts == {"city": 1}
    assert row.provenance["teacher"]["name"] == obedient
    assert row.provenance["request"]["seed"] == 0
    assert row.provenance["sampling"]["temperature"] > 0
    assert len(row.provenance["template_hash"]) == 64


def test_what_no_teacher_wrote_says_what_it_was_made_of_and_claims_no_sampling(
    store: Store, project: Project, tmp_path: Path
) -> None:
    job, _ = order_generation(store, project.id, Request("book_trip", method="grammar", count=12))
    prepare(store, job.uid, 12)
    write_batch(store, job.uid, 0, load_teacher(store, job.uid, Settings()))
    with store.read() as session:
        (row, *_) = find_examples(project.id, ExampleFilter(origin="generated"), session=session)
    seeds = {"take me to [city : rome] on [day : monday]", "i want a weekend in [city : oslo]"}
    (made_of,) = row.provenance["made_of"]
    assert made_of in seeds
    assert read_typed(made_of).text != row.text
    assert "sampling" not in row.provenance
    assert row.provenance["request"]["seed"] == 0
    assert not {"style", "examples", "grammar"} & row.provenance["request"].keys()
    accept(store, row)
    exported = export_dataset(store, project.id, fmt="jsonl", folder=tmp_path, include_seeds=False)
    (line,) = exported.path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["provenance"]["made_of"] == [made_of]


def accept(store: Store, row: Example) -> None:
    with store.write() as session:
        decide(row.project_id, DecisionCreate(row.id, 1, "accept", str(uuid.uuid4())), session=session)


@pytest.mark.parametrize("wanted", [True, False])
def test_the_teacher_gets_the_grammar_of_every_stored_prompt_if_it_is_wanted(
    store: Store, project: Project, wanted: bool
) -> None:
    job = ordered(store, project, count=10, grammar=wanted)
    prepare(store, job.uid, 10)
    teacher = ScriptedTeacher(obedient=True)
    write_batch(store, job.uid, 0, teacher)
    ((orders, _, _),) = teacher.history
    assert [order.grammar for order in orders] == [
        method("linguist").grammar(order.prompt) if wanted else None for order in orders
    ]


def test_a_batch_makes_the_grammars_of_its_own_prompts_alone(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ordered(store, project, count=16)
    assert prepare(store, job.uid, 4) == 4
    made: list[Prompt] = []
    grammar = type(method("linguist")).grammar
    monkeypatch.setattr(
        type(method("linguist")), "grammar", lambda self, prompt: made.append(prompt) or grammar(self, prompt)
    )
    teacher = ScriptedTeacher(obedient=True)
    assert write_batch(store, job.uid, 1, teacher)
    ((orders, _, _),) = teacher.history
    assert made == [order.prompt for order in orders]


def test_the_batches_of_a_job_are_cut_once_for_all_of_them(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ordered(store, project, count=16)
    assert prepare(store, job.uid, 4) == 4
    monkeypatch.delattr(prompt_making, "prompt_samples")
    assert all(write_batch(store, job.uid, index, ScriptedTeacher(obedient=True)) for index in range(4))


def test_a_batch_done_twice_stores_each_output_once(store: Store, project: Project) -> None:
    job = ordered(store, project, count=6)
    prepare(store, job.uid, 6)
    teacher = load_teacher(store, job.uid, Settings())
    write_batch(store, job.uid, 0, teacher)
    write_batch(store, job.uid, 0, teacher)
    with store.read() as session:
        assert job_yield(job.id, session=session).raw == 6
        assert len(find_examples(project.id, ExampleFilter(origin="generated"), session=session)) == 6


def test_a_cancelled_job_stops_and_keeps_what_it_has(store: Store, project: Project) -> None:
    job = ordered(store, project, count=8)
    prepare(store, job.uid, 4)
    teacher = load_teacher(store, job.uid, Settings())
    assert write_batch(store, job.uid, 0, teacher)
    cancel_generation(store, job.uid)
    assert not write_batch(store, job.uid, 1, teacher)
    with store.read() as session:
        assert job_yield(job.id, session=session).raw == 4


def test_dropped_outputs_keep_their_raw_text_and_reason(store: Store, project: Project, tmp_path: Path) -> None:
    replies = ["<script>alert(1)</script>", "no bracket at all", "off to [1 * ]", "off to [9 rome ]"]
    script = tmp_path / "rude.json"
    script.write_text(json.dumps({"replies": replies}))
    choose_teacher(store, project.id, f"scripted:{script}")
    job = ordered(store, project, count=40)
    prepare(store, job.uid, 40)
    write_batch(store, job.uid, 0, load_teacher(store, job.uid, Settings()))
    with store.read() as session:
        counts = job_yield(job.id, session=session)
    assert counts.kept == 0
    assert counts.raw == sum(counts.dropped.values()) == 40
    assert {"well-formed", "labels-as-asked"} <= set(counts.dropped)


def test_a_teacher_that_vanished_fails_with_its_name(store: Store, project: Project, tmp_path: Path) -> None:
    job = ordered(store, project)
    (tmp_path / "obedient.json").unlink()
    with pytest.raises(TeachsetError, match=r"obedient\.json"):
        load_teacher(store, job.uid, Settings())


def test_a_job_that_is_gone_is_named(store: Store) -> None:
    with pytest.raises(NotFound, match="'nothing'"), store.read() as session:
        job_by_uid("nothing", session=session)


def test_a_scripted_teacher_gives_the_same_again_for_the_same_seed(store: Store, project: Project) -> None:
    job = ordered(store, project, count=4)
    prepare(store, job.uid, 4)
    teacher = load_teacher(store, job.uid, Settings())
    write_batch(store, job.uid, 0, teacher)
    write_batch(store, job.uid, 0, teacher)
    assert isinstance(teacher, ScriptedTeacher)
    assert len({seed for _orders, _sampling, seed in teacher.history}) == 1

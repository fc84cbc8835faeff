"""From a project's targets to queued jobs, and what they will come to."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.request import Include, Request
from backend.domain.utterance import Utterance
from backend.ordering import TUNED_TEMPERATURE
from backend.planning.order import PlanOrder
from backend.planning.plan import Plan
from backend.teacher.protocol import Sampling
from jobs import planning
from jobs.generating import order_generation
from jobs.generation import load_teacher, prepare, write_batch
from jobs.plan_estimating import estimate_plan, spent_on
from jobs.planning import item_record, order_plan, plan_for, reckoned_by, why_nothing
from jobs.settings import Settings, settings
from storage.engine import Store
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.jobs import active_jobs, finish_job
from storage.outputs import plan_yield
from storage.plan_progress import plan_progress
from storage.plans import jobs_of_plan
from storage.prompts import load_prompts
from storage.standing import records
from storage.tables import Job, PlanRow, Project
from storage.targets import set_targets

BOTH = ("book_trip", "cancel_trip")
REMOTE = "openai:m@http://127.0.0.1:9/v1"


@pytest.fixture
def targets(store: Store, project: Project) -> None:
    with store.write() as session:
        set_targets(
            project.id, {("book_trip", ""): 12, ("book_trip", "day"): 6, ("cancel_trip", ""): 6}, session=session
        )


def planned(store: Store, project: Project, *, teacher: str = "", **more: object) -> Plan:
    order = PlanOrder(**{"intents": BOTH, "languages": ("en",), "seed": 1} | more)  # type: ignore[arg-type]
    return plan_for(store, project.id, order, teacher=teacher or project.teacher)


def ordered(store: Store, project: Project, **more: object) -> tuple[PlanRow, list[Job]]:
    order = PlanOrder(**{"intents": BOTH, "languages": ("en",), "seed": 1} | more)  # type: ignore[arg-type]
    plan = plan_for(store, project.id, order, teacher=project.teacher)
    row, _new = order_plan(store, project.id, order, plan, teacher=project.teacher)
    with store.read() as session:
        return row, jobs_of_plan(row.id, session=session)


def carried_out(store: Store, job: Job) -> None:
    for index in range(prepare(store, job.uid, 8)):
        teacher = load_teacher(store, job.uid, Settings())
        assert teacher is not None
        assert write_batch(store, job.uid, index, teacher)
    with store.write() as session:
        finish_job(job.id, "done", session=session)


def test_every_job_of_a_plan_samples_as_its_own_style_is_best_sampled(
    store: Store, project: Project, targets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    styles = {"linguist": "tuned", "paraphrase": "instruct"}
    monkeypatch.setattr(planning, "style_for", lambda _teacher, name: styles[name])
    _, jobs = ordered(store, project, methods=tuple(styles))
    drawn = {(job.method, job.sampling["temperature"]) for job in jobs}
    assert drawn == {("linguist", TUNED_TEMPERATURE), ("paraphrase", Sampling().temperature)}


def test_a_temperature_and_a_share_of_wording_that_were_asked_for_are_those_of_every_job(
    store: Store, project: Project, targets: None
) -> None:
    order = PlanOrder(("book_trip",), ("en",), ("linguist", "paraphrase"), seed=7)
    plan = plan_for(store, project.id, order, teacher=project.teacher)
    row, _ = order_plan(store, project.id, order, plan, teacher=project.teacher, temperature=0.9, wording=0.25)
    with store.read() as session:
        drawn = [
            (job.sampling["temperature"], job.sampling["wording"]) for job in jobs_of_plan(row.id, session=session)
        ]
    assert drawn == [(0.9, 0.25)] * 2


def test_targets_become_requests_with_slots_as_in_the_seeds(store: Store, project: Project, targets: None) -> None:
    plan = planned(store, project)
    assert [(cell.intent, cell.slot, cell.accepted, cell.missing) for cell in plan.cells] == [
        ("book_trip", "", 2, 10),
        ("book_trip", "day", 1, 5),
        ("cancel_trip", "", 0, 6),
    ]
    asked = {(one["intent"], tuple(one["slots"] or ["as drawn"])) for one in map(item_record, plan.items)}
    assert asked == {
        ("book_trip", ("city", "day")),
        ("book_trip", ("city",)),
        ("cancel_trip", ("as drawn",)),
    }
    assert plan.outputs == plan.needed


def test_one_job_for_each_intent_language_and_method(store: Store, project: Project, targets: None) -> None:
    _row, jobs = ordered(store, project, languages=("en", "fr"), methods=("linguist", "slot-swap"))
    made = [(job.intent, job.language, job.method) for job in jobs]
    assert len(set(made)) == len(made)
    assert ("book_trip", "fr", "slot-swap") not in made, "no seed in French"
    assert {job.teacher for job in jobs if job.method == "slot-swap"} == {"none"}
    assert {job.teacher for job in jobs if job.method == "linguist"} == {project.teacher}


def test_every_output_answers_the_slots_of_its_part_and_says_so(store: Store, project: Project, targets: None) -> None:
    row, jobs = ordered(store, project, intents=("book_trip",))
    (job,) = jobs
    carried_out(store, job)
    assert job.parts is not None
    with store.read() as session:
        made = plan_yield(row.id, session=session)
        prompts = load_prompts(job.id, session=session)
        rows = find_examples(project.id, ExampleFilter(plan_id=row.id), session=session)
    assert made.raw == job.total == sum(samples for _prompt, samples in prompts)
    ends = [sum(part["count"] for part in job.parts[: place + 1]) for place in range(len(job.parts))]
    for one in rows:
        part = next(part for part, end in zip(job.parts, ends, strict=True) if one.provenance["output"] < end)
        assert one.provenance["request"] == part
        assert sorted(one.utterance.slot_counts) == sorted(item["slot"] for item in part["include"])
    assert any(item.value != "*" for prompt, _ in prompts for item in prompt.asked), "no star was given a value"


def test_a_literal_request_keeps_its_stars(store: Store, project: Project) -> None:
    job, _ = order_generation(store, project.id, Request("book_trip", include=(Include("city"),), count=60))
    prepare(store, job.uid, 8)
    with store.read() as session:
        assert {item.value for prompt, _ in load_prompts(job.id, session=session) for item in prompt.asked} == {"*"}


def test_a_method_that_needs_seeds_leaves_what_it_cannot_do_to_others(
    store: Store, project: Project, targets: None
) -> None:
    alone = planned(store, project, methods=("grammar",))
    assert {item.request.intent for item in alone.items} == {"book_trip"}
    assert [(one.intent, one.language) for one in alone.unable] == [("cancel_trip", "en")]
    assert "no accepted utterance of intent cancel_trip" in alone.unable[0].reason
    nothing = planned(store, project, intents=("cancel_trip",), methods=("grammar",))
    assert "No chosen method" in why_nothing(nothing)


def test_a_rule_is_not_asked_for_what_it_could_only_copy(store: Store, project: Project) -> None:
    plain = Utterance("book me a trip", "book_trip")
    with store.write() as session:
        add_examples(project.id, [plain], origin="seed", status="accepted", provenance={}, session=session)
    rules = planned(store, project, intents=("book_trip",), methods=("grammar",), total=40)
    assert {item.request.include for item in rules.items} == {
        (Include("city"),),
        (Include("city"), Include("day")),
    }
    assert [(one.slots, "only copy" in one.reason) for one in rules.unable] == [((), True)]
    both = planned(store, project, intents=("book_trip",), methods=("grammar", "linguist"), total=40)
    assert ("linguist", ()) in {(item.request.method, item.request.include) for item in both.items}


def test_why_nothing_is_asked_for(store: Store, project: Project) -> None:
    assert "has a target" in why_nothing(planned(store, project))
    with store.write() as session:
        set_targets(project.id, {("book_trip", ""): 2}, session=session)
    assert "reached its targets" in why_nothing(planned(store, project))
    with pytest.raises(InvalidValue, match="unknown method 'telepathy'"):
        planned(store, project, methods=("telepathy",))


def test_a_teacher_that_cannot_be_queues_nothing(store: Store, project: Project) -> None:
    order = PlanOrder(BOTH, ("en",), total=4)
    plan = plan_for(store, project.id, order, teacher=project.teacher)
    with pytest.raises(Unavailable, match="no-such-model"):
        order_plan(store, project.id, order, plan, teacher="no-such-model")
    with store.read() as session:
        assert active_jobs(session=session) == []


def test_prompts_tokens_and_time_are_estimated_from_what_the_teacher_did_before(
    store: Store, project: Project, targets: None
) -> None:
    plan = planned(store, project, total=40)
    before = estimate_plan(store, project.id, plan, teacher=project.teacher)
    assert before.written is not None
    assert (before.written.outputs, before.seconds, before.is_paid) == (40, None, False)
    assert before.written.prompts == sum(-(-item.request.count // 4) for item in plan.items)
    assert "not known before" in before.text
    job, _ = order_generation(store, project.id, Request("book_trip", count=10))
    carried_out(store, job)
    with store.write() as session:
        job.seconds = 5.0
        session.add(job)
        finish_job(job.id, "done", session=session)
    after = estimate_plan(store, project.id, plan, teacher=project.teacher)
    assert after.seconds == pytest.approx(20.0)
    with store.read() as session:
        assert records(project.id, session=session)["linguist"].raw == 10
    assert "by 10 outputs so far; nothing of them is decided yet" in reckoned_by(planned(store, project))[0]


def test_a_remote_teachers_money_is_estimated_and_ordered_with(
    store: Store, project: Project, targets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACHSET_REMOTE_INPUT_PRICE", "1")
    monkeypatch.setenv("TEACHSET_REMOTE_OUTPUT_PRICE", "4")
    settings.cache_clear()
    order = PlanOrder(BOTH, ("en",), ("linguist", "slot-swap"), total=40)
    plan = plan_for(store, project.id, order, teacher=REMOTE)
    expected = estimate_plan(store, project.id, plan, teacher=REMOTE)
    assert expected.written is not None
    assert expected.written.cost is not None
    assert 0 < expected.written.cost < 1
    assert expected.written.outputs + expected.by_rule == 40
    assert "costs at most" in expected.text
    row, _ = order_plan(store, project.id, order, plan, teacher=REMOTE)
    with store.read() as session:
        prices = {(job.teacher, job.input_price) for job in jobs_of_plan(row.id, session=session)}
        so_far = plan_progress(row.id, session=session)
    assert prices == {(REMOTE, 1.0), ("none", None)}
    assert spent_on(so_far) == "0 input and 0 output tokens, cost 0.00"

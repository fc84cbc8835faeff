"""The Plan page: what is asked for and why is seen first, then runs as one and is cancelled as one."""

from __future__ import annotations

import uuid

import pytest
from streamlit.testing.v1 import AppTest

from backend.domain.candidate import Candidate, Verdict
from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Utterance
from backend.teacher.packaged import DEFAULT_TEACHER
from storage.decisions import decide
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.jobs import finish_job, requests_of, start_job
from storage.outputs import store_candidate
from storage.plans import finish_planned, jobs_of_plan, list_plans
from storage.projects import create_project, set_teacher
from storage.tables import Job, PlanRow, Project
from storage.targets import set_targets
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts


@pytest.fixture
def aimed(store: Store, project: Project) -> Project:
    with store.write() as session:
        set_targets(project.id, {("book_trip", ""): 8, ("cancel_trip", ""): 6}, session=session)
    return project


def plans(store: Store, project: Project) -> list[PlanRow]:
    with store.read() as session:
        return list_plans(project.id, session=session)


def jobs(store: Store, plan: PlanRow) -> list[Job]:
    with store.read() as session:
        return jobs_of_plan(plan.id, session=session)


def start(app: AppTest) -> AppTest:
    app.button(key="start-plan").click().run()
    assert not app.exception
    return app


def links(app: AppTest) -> dict[str, str]:
    return {link.label: link.proto.query_string for link in app.main.get("page_link")}


def write(store: Store, job: Job, index: int, text: str, *, kept: bool = True) -> None:
    candidate = Candidate(text, Utterance(text, job.intent), (Verdict("copy", kept),), index)
    with store.write() as session:
        store_candidate(job, candidate, provenance={}, session=session)


def test_without_an_intent_the_page_leads_to_the_schema(open_page: OpenPage, store: Store, obedient: str) -> None:
    with store.write() as session:
        create_project("Bare", teacher=obedient, session=session)
    assert "Go to Schema & seeds" in links(open_page("plan", "Bare"))


def test_without_targets_it_says_so_and_leads_to_them_or_takes_a_number(open_page: OpenPage, project: Project) -> None:
    app = open_page("plan", "Travel")
    assert "has a target" in texts(app)
    assert "Set targets" in links(app)
    app = open_page("plan", "Travel", plan_how="So many in all", plan_total="50")
    assert app.button(key="start-plan").label == "Start: 50 outputs"


def test_what_will_be_asked_why_and_what_it_comes_to_is_shown_before(open_page: OpenPage, aimed: Project) -> None:
    app = open_page("plan", "Travel", plan_languages=["English", "French"], plan_methods=["linguist", "grammar"])
    cells, requests = (frame.value for frame in app.dataframe)
    assert list(cells["Intent"]) == ["book_trip", "cancel_trip"]
    assert list(cells["Missing"]) == [6, 6]
    assert cells["Outputs"].sum() == requests["Outputs"].sum()
    assert set(requests["Language"]) == {"English", "French"}
    assert set(requests["Slots"]) <= {"city", "city, day", "as the method draws"}
    assert "input tokens" in texts(app)
    assert "grammar: 38 of 100 outputs are expected to be accepted, as is assumed" in texts(app)
    assert f"Start: {cells['Outputs'].sum():,} outputs" == app.button(key="start-plan").label


def test_each_chosen_method_says_what_it_does_and_who_writes(open_page: OpenPage, store: Store, aimed: Project) -> None:
    with store.write() as session:
        set_teacher(aimed.id, DEFAULT_TEACHER, session=session)
    said = texts(open_page("plan", "Travel", plan_methods=["linguist", "paraphrase", "slot-swap"])).splitlines()
    linguist, paraphrase, swap = (
        next(line for line in said if line.startswith(f"{name}: ")) for name in ("linguist", "paraphrase", "slot-swap")
    )
    assert linguist.endswith(f"Written by {DEFAULT_TEACHER}.")
    assert paraphrase.endswith("Written by smollm2-135m-instruct.")
    assert swap.endswith("Written by rule, without a teacher.")


def test_once_it_is_done_the_review_of_what_it_wrote_is_the_first_thing(
    open_page: OpenPage, store: Store, aimed: Project
) -> None:
    start(open_page("plan", "Travel"))
    (plan,) = plans(store, aimed)
    for job in jobs(store, plan):
        write(store, job, 0, f"to lima for {job.intent}")
        write(store, job, 1, "to lima", kept=False)
        with store.write() as session:
            finish_planned(job, "done", session=session)
    app = open_page("plan", "Travel")
    first = next(iter(app.main.get("page_link")))
    assert (first.label, first.proto.query_string) == ("Review 2 candidates", f"project=Travel&review_plan={plan.id}")
    (outcome,) = (frame.value for frame in app.dataframe if "Outcome" in frame.value)
    assert list(outcome["Outcome"]) == ["kept", "dropped: copies an example of its prompt"]
    with store.write() as session:
        for one in find_examples(aimed.id, ExampleFilter(status="pending"), limit=9, session=session):
            made = DecisionCreate(example_id=one.id, version=1, action="accept", uid=str(uuid.uuid4()))
            decide(aimed.id, made, session=session)
    assert not [label for label in links(open_page("plan", "Travel")) if label.startswith("Review 2")]


def test_what_no_chosen_method_can_do_is_listed_with_the_reason(open_page: OpenPage, aimed: Project) -> None:
    app = open_page("plan", "Travel", plan_methods="grammar")
    *_, unable = (frame.value for frame in app.dataframe)
    assert list(unable["Intent"]) == ["cancel_trip"]
    assert "no accepted utterance of intent cancel_trip" in unable["Why"][0]


def test_started_in_two_tabs_it_is_one_plan_seen_as_one(open_page: OpenPage, store: Store, aimed: Project) -> None:
    first, second = open_page("plan", "Travel"), open_page("plan", "Travel")
    start(first)
    start(second)
    (plan,) = plans(store, aimed)
    assert not [button for button in second.button if button.key == "start-plan"]
    job = jobs(store, plan)[0]
    with store.write() as session:
        start_job(job.id, teacher_card={}, session=session)
    write(store, job, 0, HOSTILE[0])
    write(store, job, 1, "to lima", kept=False)
    app = open_page("plan", "Travel")
    total = sum(job.total for job in jobs(store, plan))
    assert f"2 of {total} outputs, 1 kept" in texts(app)
    assert f"{job.intent} · en · linguist · writing utterances" in texts(app)
    assert HOSTILE[0] not in read_as_markdown(app)
    assert f"review_plan={plan.id}" in links(app)["Review what it wrote so far"]
    assert not [button for button in app.button if button.key == "start-plan"]
    assert f"A plan is being worked off: 2 of {total} outputs." in texts(open_page("generate", "Travel"))
    app.button(key="cancel-plan").click().run()
    assert all(job.cancel_requested for job in jobs(store, plan))


def test_an_earlier_plan_shows_its_parts_its_errors_and_why_it_was(
    open_page: OpenPage, store: Store, aimed: Project
) -> None:
    start(open_page("plan", "Travel"))
    (plan,) = plans(store, aimed)
    done, broken = jobs(store, plan)
    write(store, done, 0, "to lima")
    with store.write() as session:
        finish_job(done.id, "done", session=session)
        finish_planned(broken, "failed", error=f"no {HOSTILE[1]}", session=session)
    app = open_page("plan", "Travel")
    frames = [frame.value for frame in app.dataframe]
    earlier = next(frame for frame in frames if "Parts" in frame)
    assert list(earlier["Status"]) == ["failed"]
    parts = next(frame for frame in frames if "Error" in frame)
    assert list(parts["Status"]) == ["done", "failed"]
    assert f"no {HOSTILE[1]}" in texts(app)
    assert HOSTILE[1] not in read_as_markdown(app)
    assert app.button(key="start-plan"), "another can be started"
    review = open_page("review", "Travel", review_plan=str(plan.id))
    assert "one plan" in texts(review)


def test_a_cancelled_plan_is_gone_on_with_once(open_page: OpenPage, store: Store, aimed: Project) -> None:
    start(open_page("plan", "Travel"))
    (plan,) = plans(store, aimed)
    total = sum(job.total for job in jobs(store, plan))
    write(store, jobs(store, plan)[0], 0, "to lima")
    open_page("plan", "Travel").button(key="cancel-plan").click().run()
    app, late = open_page("plan", "Travel"), open_page("plan", "Travel")
    assert app.button(key=f"go-on-{plan.id}").label.endswith(f": {total - 1} outputs left")
    assert f": cancelled, 1 of {total} outputs written, 1 kept." in texts(app)
    assert app.button(key=f"go-on-{plan.id}").label.startswith("Go on with the plan of today ")
    order = [one.key for one in app.button]
    assert order.index(f"go-on-{plan.id}") < order.index("start-plan"), "above the form"
    app.button(key=f"go-on-{plan.id}").click().run()
    later, _first = plans(store, aimed)
    assert sum(job.total for job in jobs(store, later)) == total - 1
    late.button(key=f"go-on-{plan.id}").click().run()
    assert len(plans(store, aimed)) == 2
    app.button(key="cancel-plan").click().run()
    app = open_page("plan", "Travel")
    assert "It goes on with an earlier plan." in texts(app)
    assert app.button(key=f"go-on-{later.id}").label.endswith(f": {total - 1} outputs left")


def test_more_new_values_are_a_choice_where_a_method_has_values_listed(
    open_page: OpenPage, store: Store, aimed: Project
) -> None:
    assert "More new values" not in [one.label for one in open_page("plan", "Travel").toggle]
    with store.write() as session:
        set_teacher(aimed.id, DEFAULT_TEACHER, session=session)
    app = open_page("plan", "Travel", plan_methods="slot-swap")
    assert "More new values" not in [one.label for one in app.toggle]
    app = open_page("plan", "Travel")
    app.toggle(key="plan_more_new_values").set_value(True).run()
    start(app)
    (plan,) = plans(store, aimed)
    assert all(request.more_new_values for job in jobs(store, plan) for request in requests_of(job))


def test_a_language_that_is_none_is_refused_in_words(open_page: OpenPage, aimed: Project) -> None:
    app = open_page("plan", "Travel", plan_languages="Klingonish")
    assert "unknown language 'Klingonish'" in texts(app)

"""The Review page without a browser: what is around the card."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from backend.domain.decision import DecisionCreate
from backend.domain.request import Request
from backend.domain.utterance import Span, Utterance
from storage.decisions import decide, decisions_of
from storage.examples import add_examples, get_example
from storage.filters import ExampleFilter
from storage.jobs import create_job
from storage.queue import PENDING, claim
from storage.scores import Scored, save_scores
from storage.slot_scores import SlotScored, save_slot_scores
from storage.tables import Example, Project
from storage.undoing import undo_decision
from tests.conftest import pending
from ui.bulk_desk import bulk_desk
from ui.bulk_work import TOLD_FOR

APP = Path(__file__).parents[3] / "app.py"


@pytest.fixture
def candidate(store, project):
    with store.write() as session:
        utterance = Utterance("fly to oslo", "book_trip", "en", (Span(7, 11, "city"),))
        added = add_examples(
            project.id, [utterance], origin="imported", status="pending", provenance={}, session=session
        )
    return added.examples[0]


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page("ui/pages/review.py")
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(one.value for one in [*app.text, *app.subheader, *app.info])


def test_without_a_project_the_page_says_what_to_do(store):
    assert "Choose a project first" in said(opened())


def test_an_empty_project_is_sent_to_generate(store, project):
    app = opened(project="Travel")
    assert "Nothing to review" in said(app)
    assert "2 seeds" in said(app)


def test_nothing_left_leads_to_export_with_its_count(store, project, candidate):
    with store.write() as session:
        decision = DecisionCreate(candidate.id, 1, "accept", "0f6b3f52-9d3a-4a06-8d52-4c2d9a6a3f10")
        decide(project.id, decision, session=session)
    app = opened(project="Travel")
    assert "1 utterance accepted" in said(app)


def test_filters_come_from_the_address(store, project, candidate):
    app = opened(project="Travel", review_slot="day", reviewer="mira")
    assert app.selectbox(key="review_slot").value == "day"
    assert app.text_input(key="reviewer").value == "mira"
    assert "Nothing matches these filters" in said(app)
    assert "1 candidate of other kinds" in said(app)


def test_a_filter_that_the_project_does_not_have_is_left_out(store, project, candidate):
    app = opened(project="Travel", review_intent="no_such_intent")
    assert app.selectbox(key="review_intent").value is None
    assert "Nothing" not in said(app)


def test_what_others_hold_is_said_and_comes_once_it_is_free(store, project, candidate):
    claim(store, project.id, PENDING, reviewer="noor", order="worth", limit=20)
    app = opened(project="Travel", reviewer="mira")
    assert "Others have what is left" in said(app)
    assert "1 candidate with other reviewers now" in said(app)
    nothing = ExampleFilter(status="pending", search="no such text")
    claim(store, project.id, nothing, reviewer="noor", order="worth", limit=20)
    next(button for button in app.button if button.label == "Look again").click().run()
    assert "Others have what is left" not in said(app)


def test_only_what_the_project_has_is_offered(store, project, candidate):
    app = opened(project="Travel")
    offered = {box.key for box in app.selectbox}
    assert {"review_intent", "review_slot"} <= offered
    assert not offered & {"review_language", "review_method", "review_doubt", "review_flagged", "review_duplicates"}


def test_the_other_filters_come_from_the_address_too(store, project, candidate):
    with store.write() as session:
        session.get_one(Example, candidate.id).flagged = True
        seats = [Utterance("un billet", "book_trip", "fr")]
        add_examples(project.id, seats, origin="imported", status="pending", provenance={}, session=session)
    assert "2 candidates of other kinds" in said(
        opened(project="Travel", review_language="French", review_flagged="flagged")
    )
    assert "Nothing matches" not in said(opened(project="Travel", review_flagged="flagged"))
    assert "Nothing matches" in said(opened(project="Travel", review_search="nowhere"))


def test_what_a_student_trained_without_it_holds_improbable_is_a_filter_once_there_are_scores(
    store, project, candidate
):
    columns = {"probability": 0.2, "information": -1.5, "likeliest": "cancel_trip", "confidence": 0.8}
    assert "review_score" not in {box.key for box in opened(project="Travel").selectbox}
    with store.write() as session:
        save_scores(project.id, [Scored(candidate.id, candidate.text, "book_trip", columns)], session=session)
    st.cache_data.clear()
    assert "Nothing matches" not in said(opened(project="Travel", review_score="below 25%"))
    assert "Nothing matches" in said(opened(project="Travel", review_score="below 10%"))


def test_slots_that_do_not_fit_are_a_filter_of_their_own(store, project, candidate):
    columns = {"probability": 0.2, "slot": "day", "word": "x", "given": "", "likeliest": "day", "confidence": 0.8}
    spans = [list(span) for span in candidate.spans]
    with store.write() as session:
        scored = SlotScored(candidate.id, candidate.text, candidate.intent, spans, columns)
        save_slot_scores(project.id, [scored], session=session)
    st.cache_data.clear()
    assert "Nothing matches" not in said(opened(project="Travel", review_slot_score="below 25%"))
    assert "Nothing matches" in said(opened(project="Travel", review_slot_score="below 10%"))


def test_a_request_is_told_by_its_size_and_kept_by_its_number(store, project, candidate):
    with store.write() as session:
        job, _new = create_job(project.id, Request("book_trip", count=12), teacher="t", sampling={}, session=session)
        session.get_one(Example, candidate.id).job_id = job.id
    app = opened(project="Travel", review_request=str(job.id))
    assert app.selectbox(key="review_request").value == job.id
    assert app.selectbox(key="review_request").options[0].startswith("12 of book_trip, today ")
    assert "Nothing matches" not in said(app)


def test_one_group_is_shown_and_one_click_clears_all(store, project, candidate):
    app = opened(project="Travel", review_group="77", review_intent="cancel_trip")
    assert "one group of near-duplicates" in said(app)
    assert "Nothing matches these filters" in said(app)
    next(button for button in app.button if button.label == "Clear").click().run()
    assert not app.exception
    assert app.selectbox(key="review_intent").value is None
    assert "review_group" not in app.query_params
    assert "Nothing matches" not in said(app)


def dialog(project_id: int, action: str) -> None:
    """The dialog alone: a click inside would else run a page that does not open it."""
    from storage.filters import ExampleFilter
    from storage.projects import project_by_id
    from ui.sections.decide_all import ask_before_deciding
    from ui.sections.review_filters import Chosen
    from ui.store import store

    with store().read() as session:
        project = project_by_id(project_id, session=session)
    chosen = Chosen(ExampleFilter(status="pending", intent="book_trip"), "worth", "intent book_trip")
    ask_before_deciding(project, chosen, action, reviewer="mira")


def asked(project: Project, action: str) -> AppTest:
    return AppTest.from_function(dialog, kwargs={"project_id": project.id, "action": action}, default_timeout=30).run()


def test_accepting_all_begins_from_a_menu(store, project, candidate):
    app = opened(project="Travel", review_intent="book_trip")
    app.menu_button(key="many-at-once").click("Accept all…").run()
    assert "1 candidate will be accepted." in said(app)
    assert "Which: intent book_trip." in said(app)


def test_all_are_decided_in_the_reviewers_name_and_undone_in_one_step(store, project, candidate):
    dialogue = asked(project, "reject")
    dialogue.selectbox(key="decide-all-reason").set_value("unnatural").run()
    dialogue.button(key="decide-all").click().run()
    work = bulk_desk().work_of(project.id)
    assert work.ended.wait(30)
    with store.read() as session:
        (made,) = decisions_of(candidate.id, session=session)
    assert (made.action, made.reason, made.reviewer) == ("reject", "unnatural", "mira")
    assert "1 candidate rejected." not in said(opened(project="Travel", reviewer="noor"))
    app = opened(project="Travel", reviewer="mira")
    assert "1 candidate rejected." in said(app)
    app.button(key="undo-bulk").click().run()
    assert bulk_desk().work_of(project.id).ended.wait(30)
    with store.read() as session:
        assert get_example(project.id, candidate.id, session=session).status == "pending"
    app.run()
    app.button(key="close-bulk").click().run()
    assert bulk_desk().work_of(project.id) is None


def test_all_that_are_shown_are_not_called_drawn_and_rejecting_is_not_the_blue_button(store, project):
    pending(store, project, *(f"trip {number}" for number in range(3)))
    app = asked(project, "reject")
    assert "drawn at random" not in said(app)
    assert "draw-others" not in {button.key for button in app.button}
    assert app.button(key="decide-all").proto.type == "secondary"
    assert asked(project, "accept").button(key="decide-all").proto.type == "primary"
    pending(store, project, *(f"trip {number}" for number in range(3, 12)))
    app = asked(project, "accept")
    assert "10 of them, drawn at random:" in said(app)
    assert "draw-others" in {button.key for button in app.button}


def test_cancel_closes_the_dialog_and_decides_nothing(store, project, candidate):
    app = opened(project="Travel", review_intent="book_trip")
    app.menu_button(key="many-at-once").click("Accept all…").run()
    app.button(key="decide-none").click().run()
    assert "will be accepted" not in said(app)
    with store.read() as session:
        assert get_example(project.id, candidate.id, session=session).status == "pending"


def undone(store, example):
    with store.write() as session:
        (last, *_) = decisions_of(example.id, session=session)
        undo_decision(example.project_id, last.id, str(uuid.uuid4()), reviewer="mira", session=session)


def test_the_box_of_many_at_once_says_what_still_stands_and_goes_with_the_last_of_it(store, project):
    rows = pending(store, project, "one", "two", "three")
    assert bulk_desk().decide(store, project.id, PENDING, "accept", reviewer="mira").ended.wait(30)
    app = opened(project="Travel", reviewer="mira")
    assert app.button(key="undo-bulk").label == "Undo all 3"
    undone(store, rows[0])
    app.run()
    assert "1 of them undone since." in said(app)
    assert app.button(key="undo-bulk").label == "Undo the other 2"
    for row in rows[1:]:
        undone(store, row)
    assert "3 candidates accepted." not in said(app.run())
    assert bulk_desk().work_of(project.id) is None


def test_the_box_of_many_at_once_goes_after_some_minutes(store, project, candidate):
    work = bulk_desk().decide(store, project.id, PENDING, "accept", reviewer="mira")
    assert work.ended.wait(30)
    app = opened(project="Travel", reviewer="mira")
    assert "1 candidate accepted." in said(app)
    work.ended_at -= TOLD_FOR
    assert "1 candidate accepted." not in said(app.run())


def test_what_two_reviewers_judge_is_left_to_them(store, project, candidate):
    with store.write() as session:
        session.get_one(Project, project.id).shared_percent = 100
    app = asked(project, "reject")
    assert "Nothing is left to decide on here." in said(app)
    assert "1 other is left to two reviewers" in said(app)
    assert not [button for button in app.button if button.key == "decide-all"]


def test_what_arrives_while_one_is_asked_is_not_decided(store, project, candidate):
    app = asked(project, "accept")
    assert "1 candidate will be accepted." in said(app)
    with store.write() as session:
        late = [Utterance("fly to rome", "book_trip")]
        added = add_examples(project.id, late, origin="imported", status="pending", provenance={}, session=session)
    app.run()
    assert "1 candidate will be accepted." in said(app)
    app.button(key="decide-all").click().run()
    assert bulk_desk().work_of(project.id).ended.wait(30)
    with store.read() as session:
        examples = [get_example(project.id, one.id, session=session) for one in (candidate, *added.examples)]
    assert [one.status for one in examples] == ["accepted", "pending"]

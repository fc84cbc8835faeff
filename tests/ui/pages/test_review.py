"""The Review page without a browser: what is around the card."""

from __future__ import annotations

import streamlit as st
from sqlmodel import col, update

from backend.domain.decision import DecisionCreate
from backend.domain.request import Request
from backend.domain.utterance import Utterance
from storage.decisions import decide
from storage.examples import add_examples
from storage.filters import ExampleFilter
from storage.jobs import create_job
from storage.leases import leased
from storage.queue import PENDING, claim
from storage.scores import Scored, save_scores
from storage.slot_scores import SlotScored, save_slot_scores
from storage.tables import Example, Insight
from tests.ui.pages.generating import running
from tests.ui.pages.reviewing import opened, said


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


def test_while_a_job_writes_the_page_says_how_far_it_is(store, project):
    running(store, project, count=8)
    shown = said(opened(project="Travel"))
    assert "Nothing to review yet" in shown
    assert "1 job is at work: 0 of 8 outputs so far. What is kept comes here." in shown


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


def test_a_link_filters_by_what_was_found_since_the_page_was_drawn(store, project, candidate):
    assert "Nothing matches" not in said(opened(project="Travel"))
    columns = {"probability": 0.2, "information": -1.5, "likeliest": "cancel_trip", "confidence": 0.8}
    with store.write() as session:
        save_scores(project.id, [Scored(candidate.id, candidate.text, "book_trip", columns)], session=session)
    assert "Nothing matches" in said(opened(project="Travel", review_score="below 10%"))
    with store.write() as session:
        session.get_one(Example, candidate.id).flagged = True
    assert "Nothing matches" in said(opened(project="Travel", review_flagged="not flagged"))
    with store.write() as session:
        session.add(Insight(example_id=candidate.id, fingerprint=candidate.fingerprint, doubt=0.5))
    assert "Nothing matches" in said(opened(project="Travel", review_doubt="not doubted"))


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


def test_an_order_other_than_the_usual_one_is_shown_and_cleared_beside_the_filters(store, project, candidate):
    assert "first" not in " ".join(one.value for one in opened(project="Travel").text)
    app = opened(project="Travel", review_order="Doubted first")
    assert "doubted first" in said(app)
    next(button for button in app.button if button.label == "Clear").click().run()
    assert not app.exception
    assert [one.value for one in app.segmented_control] == ["Likely right first"]
    assert "review_order" not in app.query_params
    assert "doubted first" not in said(app)
    assert not [button for button in app.button if button.label == "Clear"]


def test_another_order_is_obeyed_at_once_though_cards_of_the_first_lie_ready(store, project):
    texts = [Utterance(f"a week in city {number}", "book_trip") for number in range(30)]
    with store.write() as session:
        rows = add_examples(
            project.id, texts, origin="generated", status="pending", provenance={}, session=session
        ).examples
        for row in rows[20:]:
            session.exec(update(Example).where(col(Example.id) == row.id).values(doubt_rank=0.1))

    def given() -> set[int]:
        with store.read() as session:
            return set(leased(project.id, reviewer="mira", session=session))

    opened(project="Travel", reviewer="mira")
    assert given().isdisjoint(row.id for row in rows[20:])
    opened(project="Travel", reviewer="mira", review_order="Doubted first")
    assert given() > {row.id for row in rows[20:]}


def test_showing_all_that_is_left_keeps_the_order(store, project, candidate):
    app = opened(project="Travel", review_order="As they came", review_intent="cancel_trip")
    next(button for button in app.button if button.label == "Show all that is left").click().run()
    assert not app.exception
    assert app.selectbox(key="review_intent").value is None
    assert [one.value for one in app.segmented_control] == ["As they came"]
    assert "as they came" in said(app)

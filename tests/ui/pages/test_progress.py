"""The Progress page without a browser."""

from __future__ import annotations

import uuid

import pandas as pd

from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Utterance
from storage.decisions import decide
from storage.engine import Store
from storage.examples import add_examples
from storage.projects import create_project
from storage.scores import save_scoring
from storage.tables import Project
from storage.targets import set_targets, targets_of
from tests.conftest import pending
from tests.ui.conftest import OpenPage, texts


def links(app: object) -> dict[str, str]:
    return {link.proto.label: link.proto.query_string for link in app.main.get("page_link")}  # type: ignore[attr-defined]


def test_a_bare_project_is_sent_to_its_schema(open_page: OpenPage, store: Store, obedient: str) -> None:
    with store.write() as session:
        create_project("Bare", teacher=obedient, session=session)
    app = open_page("progress", "Bare")
    assert "Go to Schema & seeds" in links(app)


def test_what_is_accepted_stands_against_its_target(open_page: OpenPage, store: Store, project: Project) -> None:
    pending(store, project, "one", "two")
    with store.write() as session:
        set_targets(project.id, {("book_trip", ""): 8, ("book_trip", "day"): 4}, session=session)
    app = open_page("progress", "Travel", by_slot="true")
    table = app.dataframe[0].value
    assert list(table["Slot"]) == ["all of it", "city", "day", "all of it", "day"]
    assert list(table["Accepted"]) == [2, 2, 1, 0, 0]
    assert list(table["To review"]) == [2, 0, 0, 0, 0]
    assert (table["Reached"][0], table["Missing"][0], table["Missing"][2]) == (25, 6, 3)
    assert "6 of 8 missing; 2 to review, after which 5 will likely be missing" in texts(app)


def test_targets_of_slots_alone_are_told_as_such(open_page: OpenPage, store: Store, project: Project) -> None:
    assert "no target yet" in texts(open_page("progress", "Travel"))
    with store.write() as session:
        set_targets(project.id, {("book_trip", "day"): 4}, session=session)
    shown = texts(open_page("progress", "Travel"))
    assert "in 1 slot only" in shown
    assert "no target yet" not in shown


def test_what_is_missing_leads_to_generate_with_it_chosen(open_page: OpenPage, store: Store, project: Project) -> None:
    with store.write() as session:
        set_targets(project.id, {("book_trip", "day"): 4, ("cancel_trip", ""): 9}, session=session)
    found = links(open_page("progress", "Travel"))
    assert found["Generate 24"] == "project=Travel&intent=cancel_trip&count=24"  # 3 of 8 outputs will be accepted
    assert "intent=book_trip&count=8&slots=Slot+by+slot&slot%3Abook_trip%3Aday=any+value" in found["Generate 8"]


def test_progress_asks_for_as_much_as_plan_does_and_for_nothing_where_enough_waits(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    pending(store, project, *(f"trip {number}" for number in range(6)))
    cancelled = [Utterance(f"cancel {number}", "cancel_trip") for number in range(40)]
    with store.write() as session:
        add_examples(project.id, cancelled, origin="imported", status="pending", provenance={}, session=session)
        set_targets(project.id, {("book_trip", ""): 20, ("cancel_trip", ""): 15}, session=session)
    app = open_page("progress", "Travel")
    found, shown = links(app), texts(app)
    planned = open_page("plan", "Travel").dataframe[0].value.set_index("Intent")["Outputs"]
    assert planned["cancel_trip"] == 0
    assert [label for label in found if label.startswith("Generate ")] == [f"Generate {planned['book_trip']}"]
    assert "18 of 20 missing; 6 to review, after which 15 will likely be missing" in shown
    assert "15 of 15 missing; enough waits for review: 40" in shown
    assert found["Review"] == "project=Travel&review_intent=cancel_trip"
    assert "Plan all of it as one" not in found


def test_targets_are_set_for_all_at_once(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("progress", "Travel")
    app.number_input(key="target-of-all").set_value(50)
    app.number_input(key="target-of-slots").set_value(5)
    next(button for button in app.button if button.label == "Set for all").click().run()
    assert not app.exception
    with store.read() as session:
        assert targets_of(project.id, session=session) == {
            ("book_trip", ""): 50,
            ("book_trip", "city"): 5,
            ("book_trip", "day"): 5,
            ("cancel_trip", ""): 50,
            ("cancel_trip", "day"): 5,
        }
    assert "5 targets set." in app.success[0].value


def test_only_what_is_aimed_for_counts_as_a_target(open_page: OpenPage, project: Project) -> None:
    app = open_page("progress", "Travel")
    app.number_input(key="target-of-all").set_value(50)
    next(button for button in app.button if button.label == "Set for all").click().run()
    assert app.success[0].value == "2 targets set."  # of the two intents; their slots have none
    app.number_input(key="target-of-all").set_value(0)
    next(button for button in app.button if button.label == "Set for all").click().run()
    assert app.success[0].value == "No target is set there any more."


def test_nothing_decided_says_what_comes(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("progress", "Travel")
    assert "Nothing was decided yet." in texts(app)


def test_what_a_small_student_learns_is_told_and_leads_to_what_it_doubts(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    pending(store, project, "one")
    app = open_page("progress", "Travel")
    assert "once two intents have 5 accepted examples each" in texts(app)
    assert "Review what it doubts most" not in links(app)
    with store.write() as session:
        for accepted, correct in ((20, 12), (40, 30)):
            figures = {"learnt": accepted, "intents": 2, "tested": accepted, "correct": correct, "near_only": 1}
            save_scoring(project.id, accepted, figures, session=session)
    app = open_page("progress", "Travel")
    assert "75% of 40 accepted examples of 2 intents were given their intent" in texts(app)
    assert "The examples of 1 intent hang together" in texts(app)
    curve = app.get("vega_lite_chart")[-1].proto  # type: ignore[attr-defined]
    assert "Share of intents told right" in str(curve)
    assert "review_score=below+10%25" in links(app)["Review what it doubts most"]


def test_who_did_what_is_told(open_page: OpenPage, store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    with store.write() as session:
        created = DecisionCreate(one.id, 1, "accept", str(uuid.uuid4()), reviewer="<b>ada</b>")
        decide(project.id, created, session=session)
    app = open_page("progress", "Travel", pace_over="By day")
    shares = app.dataframe[-1].value
    assert (list(shares["Reviewer"]), list(shares["Accepted"])) == (["<b>ada</b>"], [1])
    assert pd.isna(shares["Seconds for one"][0])
    assert list(app.dataframe[-2].value["One by one"]) == [1]

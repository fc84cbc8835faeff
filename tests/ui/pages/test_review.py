"""The Review page without a browser: what is around the card."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Span, Utterance
from storage.decisions import decide
from storage.examples import add_examples
from storage.filters import ExampleFilter
from storage.queue import PENDING, claim

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
    assert "1 candidate with other labels" in said(app)


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

"""A parse on the review card, in Chromium: boxes over the text, its outline, and an edit of it as text."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import add_examples
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.tables import Project
from tests.ui.components.review_card import Card
from tests.ui.components.review_server import Server, example

pytestmark = pytest.mark.browser

TEXT = "any <b>pottery</b> class next friday?"
PARSE = "[IN:FIND_CLASS [SL:TOPIC <b>pottery</b> ] [SL:WHEN [IN:GET_TIME [SL:DAY next friday ] ] ] ]"


@pytest.fixture
def project(store: Store) -> Project:
    said = Utterance(TEXT, "FIND_CLASS", parse=read_parse(PARSE))
    other = Utterance("what is on", "FIND_CLASS", parse=read_parse("[IN:FIND_CLASS ]"))
    with store.write() as session:
        project = create_project(f"classes-{uuid.uuid4().hex[:8]}", teacher="none", session=session)
        store_parses(project.id, ParseSchema("decoupled"), session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(said), session=session)
        add_examples(project.id, [said, other], origin="generated", status="pending", provenance={}, session=session)
        return project


@pytest.fixture
def card(server: Server, project: Project, context: BrowserContext) -> Iterator[Card]:
    page = context.new_page()
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    page.goto(server.review(project))
    opened = Card(page)
    opened.shown()
    yield opened
    page.close(run_before_unload=False)


def test_a_parse_is_seen_edited_and_saved(card: Card, store: Store, project: Project) -> None:
    current = card.shown()
    assert card.text.evaluate("(text) => text.textContent") == TEXT
    inside = card.text.locator("[data-slot='IN:FIND_CLASS'] [data-slot='SL:WHEN'] [data-slot='SL:DAY']")
    expect(inside).to_have_text("next friday")
    expect(card.part("outline").locator("li li li li")).to_have_text("SL:DAY next friday")
    card.page.keyboard.press("e")
    field = card.part("edit-notation")
    expect(field).to_be_focused()
    expect(field).to_have_value(f"{TEXT} => {PARSE}")
    expect(card.part("edit-text")).to_be_hidden()
    expect(card.part("edit-intent")).to_be_hidden()
    field.fill(f"{TEXT} => [IN:FIND_CLASS [SL:TOPIC pottery ]")
    expect(card.part("edit-error")).to_have_text("A bracket that is never closed: add a ].")
    field.fill(f"{TEXT} => [IN:FIND_CLASS [SL:TOPIC clay ] [SL:LEVEL any ] ]")
    expect(card.part("edit-error").locator("p")).to_have_text(
        [
            "No parse of this project has the label SL:LEVEL.",
            "The text does not hold “clay”, the value of SL:TOPIC.",
        ]
    )
    field.press("Control+z")
    field.fill(f"{TEXT} => [IN:FIND_CLASS [SL:TOPIC [SL:DAY friday ] ] ]")
    expect(card.part("edit-error")).to_have_text("")
    field.press("Enter")  # what nests in what is for the server to say
    expect(card.part("edit-error")).to_contain_text("SL:TOPIC: label that SL:TOPIC does not nest 'SL:DAY'")
    field.fill("a class next friday => [IN:FIND_CLASS [SL:WHEN [IN:GET_TIME [SL:DAY next friday]]]]")
    expect(card.part("outline").locator("li li li li")).to_have_text("SL:DAY next friday")
    field.press("Enter")
    card.shown(other_than=current)
    card.saved()
    now = example(store, project, current).utterance
    assert now.text == "a class next friday"
    assert now.parse == read_parse("[IN:FIND_CLASS [SL:WHEN [IN:GET_TIME [SL:DAY next friday ] ] ] ]")
    expect(card.text).to_have_text("what is on")
    card.page.keyboard.press("a")
    card.left(0)
    card.saved()
    card.page.keyboard.press("u")
    expect(card.text).to_have_text("what is on")

"""A parse on the review card, in Chromium: boxes over the text, its outline, and an edit of it as text."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from backend.domain.parse_notation import read_parse
from storage.engine import Store
from storage.tables import Project
from tests.ui.components.parses import fill_parses
from tests.ui.components.review_card import Card
from tests.ui.components.review_server import example

pytestmark = pytest.mark.browser

TEXT = "any <b>pottery</b> class next friday?"
PARSE = "[IN:FIND_CLASS [SL:TOPIC <b>pottery</b> ] [SL:WHEN [IN:GET_TIME [SL:DAY next friday ] ] ] ]"


@pytest.fixture
def project(store: Store) -> Project:
    return fill_parses(store, "decoupled", "square", [f"{TEXT} => {PARSE}", "what is on => [IN:FIND_CLASS ]"])


def test_the_keys_of_the_edit_of_a_parse_are_among_the_keys(card: Card) -> None:
    card.page.keyboard.press("?")
    keys = card.part("keys-of-parses")
    expect(keys.locator("dt")).to_have_text(["← ↑ → ↓", "A", "N", "L", "⌫", "Del", "V", "W", "T"])
    expect(keys).to_be_visible()


def test_a_parse_is_seen_edited_and_saved(card: Card, store: Store, project: Project) -> None:
    current = card.shown()
    assert card.text.evaluate("(text) => text.textContent") == TEXT
    inside = card.text.locator("[data-slot='IN:FIND_CLASS'] [data-slot='SL:WHEN'] [data-slot='SL:DAY']")
    expect(inside).to_have_text("next friday")
    expect(card.part("outline").locator("li li li li")).to_have_text("SL:DAY next friday")
    for key in "et":
        card.page.keyboard.press(key)
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
            "The text does not hold “clay”, the value of SL:TOPIC.",
            "No parse of this project has the label SL:LEVEL.",
        ]
    )
    field.press("Control+z")
    field.fill(f"{TEXT} => [IN:FIND_CLASS [SL:TOPIC [SL:DAY friday ] ] ]")
    expect(card.part("edit-error")).to_have_text("SL:DAY may not stand right inside SL:TOPIC.")
    field.press("Enter")  # which is not saved
    expect(field).to_be_focused()
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

"""Editing in the review card, in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.components.review_server import example, stored

pytestmark = pytest.mark.browser


def test_an_edit_marks_selected_emoji_text_in_code_points(card, store, project):
    for _ in range(5):
        card.press("s")
    current = card.shown()
    card.page.keyboard.press("e")
    card.select("today")
    card.page.keyboard.press("2")
    expect(card.part("edit-notation")).to_have_value("will it rain 👨‍👩‍👧 in [city : 🏝 rio] [day : today]")
    card.page.keyboard.press("Enter")
    card.shown(other_than=current)
    card.saved()
    edited = example(store, project, current)
    assert edited.status == "accepted"
    assert edited.utterance.slots == (("city", "🏝 rio"), ("day", "today"))


def test_selecting_and_pressing_a_digit_begins_an_edit_and_a_mark_is_removed_by_a_click(card, store, project):
    current = card.shown()
    card.select("weather")
    card.page.keyboard.press("1")
    assert "[city : weather]" in card.part("edit-notation").input_value()
    card.text.locator("[data-slot=city]").last.click()
    notation = card.part("edit-notation")
    expect(notation).to_have_value("what is the [city : weather] in boston on [day : saturday]")
    notation.press("Control+Enter")
    card.shown(other_than=current)
    card.saved()
    assert example(store, project, current).utterance.slots == (("city", "weather"), ("day", "saturday"))


def test_an_edit_that_cannot_be_is_refused_under_the_text_and_stores_nothing(card, store, project):
    current = card.shown()
    card.page.keyboard.press("e")
    for bad, said in (("to [town : rome]", "town"), ("to [city : rome", "never closed"), ("  ", "Type what")):
        card.part("edit-notation").fill(bad)
        card.page.keyboard.press("Enter")
        expect(card.part("edit-error")).to_contain_text(said)
        expect(card.part("edit-notation")).to_have_value(bad)
    # What only the server refuses: a control character.
    card.part("edit-notation").evaluate(
        "(box) => { box.value = 'to\\u0007 rome'; box.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    card.page.keyboard.press("Enter")
    expect(card.part("edit-error")).to_contain_text("control character")
    card.page.keyboard.press("Escape")
    assert card.shown() == current
    assert stored(store, project) == []
    assert example(store, project, current).version == 1


def test_a_changed_intent_is_saved_with_the_edit(card, store, project):
    current = card.shown()
    card.page.keyboard.press("e")
    card.part("edit-notation").fill("play [artist : mira]")
    expect(card.part("edit-error")).to_contain_text("artist")
    card.part("edit-intent").select_option("PlayMusic")
    expect(card.part("edit-error")).to_be_hidden()
    card.part("save").click()
    card.shown(other_than=current)
    card.saved()
    assert example(store, project, current).intent == "PlayMusic"

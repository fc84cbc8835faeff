"""Ctrl+Z on the review card, and edits that were given up, in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.components.pointing import drag, edge, middle, spot
from tests.ui.components.review_server import stored

pytestmark = pytest.mark.browser

WEATHER = "what is the weather in [city : boston] on [day : saturday]"


def notation(card):
    return expect(card.part("edit-notation"))


def typed_as_reviewer(card):
    """A name in the sidebar, which the browser's own undo would take back from anywhere."""
    reviewer = card.page.get_by_role("textbox", name="Reviewer")
    reviewer.press_sequentially("mira")
    card.page.evaluate("document.activeElement.blur()")
    return reviewer


def test_ctrl_z_undoes_marks_and_never_a_field_elsewhere(card):
    reviewer = typed_as_reviewer(card)
    card.page.mouse.click(*spot(card, "boston", 2))
    card.page.keyboard.press("2")
    notation(card).to_have_value(WEATHER.replace("city", "day"))
    drag(card.page, middle(edge(card, "day", "start").first), spot(card, "weather", 3))
    notation(card).to_have_value("what is the [day : weather in boston] on [day : saturday]")
    card.page.keyboard.press("Control+z")
    notation(card).to_have_value(WEATHER.replace("city", "day"))
    card.part("edit-intent").select_option("PlayMusic")
    card.part("edit-intent").focus()
    card.page.keyboard.press("Control+z")
    expect(card.part("edit-intent")).to_have_value("GetWeather")
    card.page.keyboard.press("Control+z")
    notation(card).to_have_value(WEATHER)
    card.page.keyboard.press("Control+z")
    notation(card).to_have_value(WEATHER)
    for key in ("Control+Shift+z", "Control+y", "Control+y"):
        card.page.keyboard.press(key)
    expect(card.part("edit-intent")).to_have_value("PlayMusic")
    notation(card).to_have_value(WEATHER.replace("city", "day"))
    expect(reviewer).to_have_value("mira")
    expect(reviewer).not_to_be_focused()


def test_ctrl_z_outside_of_an_edit_does_nothing(card, store, project):
    reviewer = typed_as_reviewer(card)
    current = card.shown()
    for key in ("Control+z", "Control+Shift+z", "Control+y"):
        card.page.keyboard.press(key)
    expect(reviewer).to_have_value("mira")
    expect(reviewer).not_to_be_focused()
    assert card.shown() == current
    assert stored(store, project) == []


def test_an_edit_that_was_given_up_is_taken_up_again_until_its_candidate_is_decided(card, store, project):
    current = card.shown()
    card.page.keyboard.press("e")
    expect(card.part("draft")).to_be_hidden()
    card.part("edit-text").press("End")
    card.page.keyboard.type(" at noon")
    card.part("edit-intent").select_option("PlayMusic")
    card.page.keyboard.press("Escape")
    expect(card.part("announce")).to_have_text("Your unsaved edit is kept: E takes it up again.")
    expect(card.text).to_have_text("what is the weather in boston on saturday")
    assert card.press("ArrowRight") == current
    assert card.press("ArrowLeft") != current
    card.page.keyboard.press("e")
    expect(card.part("draft")).to_contain_text("Your unsaved edit.")
    notation(card).to_have_value(WEATHER + " at noon")
    expect(card.part("edit-intent")).to_have_value("PlayMusic")
    card.part("draft-turn").click()
    notation(card).to_have_value(WEATHER)
    expect(card.part("edit-intent")).to_have_value("GetWeather")
    card.page.keyboard.press("Escape")  # the original; the unsaved edit is not lost by that
    card.page.mouse.click(*spot(card, "boston", 2))
    notation(card).to_have_value(WEATHER + " at noon")
    card.page.keyboard.press("Escape")
    assert card.press("a") == current
    card.page.keyboard.press("u")
    expect(card.root).to_have_attribute("data-example", str(current))
    card.shown()
    card.page.keyboard.press("e")
    expect(card.part("draft")).to_be_hidden()
    notation(card).to_have_value(WEATHER)


def test_notation_that_cannot_be_read_is_kept_too(card):
    card.page.keyboard.press("e")
    card.part("as-notation").click()
    card.part("edit-notation").fill("to [city : rome")
    card.page.keyboard.press("Escape")
    card.shown()
    card.page.keyboard.press("e")
    notation(card).to_have_value("to [city : rome")
    expect(card.part("edit-error")).to_contain_text("never closed")
    card.part("draft-turn").click()
    notation(card).to_have_value(WEATHER)
    expect(card.part("edit-error")).to_be_hidden()

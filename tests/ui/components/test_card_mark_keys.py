"""Reaching and removing marks by few keys, in Chromium, on a page of the card alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.components.card_log import sent

pytestmark = pytest.mark.browser

ONE = "what is the weather in [city : boston] on [day : day 1]"
NO_CITY = "what is the weather in boston on [day : day 1]"
NO_DAY = "what is the weather in [city : boston] on day 1"


def notation(card):
    return expect(card.part("edit-notation"))


def selected(card, *slots):
    expect(card.text.locator("[aria-pressed=true]")).to_have_count(len(slots))
    for slot in slots:
        expect(card.text.locator("[aria-pressed=true]")).to_have_attribute("data-slot", slot)


@pytest.mark.parametrize("key", ["2", "0", "Delete", "Backspace"])
def test_a_mark_goes_with_three_keys(open_card, key):
    card = open_card()
    card.page.keyboard.press("e")
    notation(card).to_have_value(ONE)
    card.page.keyboard.press("ArrowUp")
    selected(card, "day")
    card.page.keyboard.press(key)
    notation(card).to_have_value(NO_DAY)
    expect(card.part("announce")).to_have_text("Removed the mark day: day 1.")
    card.press("ArrowDown", "Enter")
    card.saved()
    assert sent(card.page, 1)[0]["notation"] == NO_DAY


def test_arrows_go_round_the_marks_and_down_to_the_box(open_card):
    card = open_card()
    keyboard = card.page.keyboard
    keyboard.press("e")
    keyboard.press("ArrowUp")
    for key, slot in (("ArrowLeft", "city"), ("ArrowLeft", "day"), ("ArrowRight", "city"), ("ArrowRight", "day")):
        keyboard.press(key)
        selected(card, slot)
    keyboard.press("ArrowDown")
    expect(card.part("edit-text")).to_be_focused()
    keyboard.type("!")
    expect(card.part("edit-text")).to_have_value("what is the weather in boston on day 1!")


def test_after_a_removal_the_next_mark_is_not_yet_selected(open_card):
    card = open_card()
    keyboard = card.page.keyboard
    keyboard.press("e")
    keyboard.press("ArrowUp")
    keyboard.press("ArrowLeft")
    keyboard.press("1")
    notation(card).to_have_value(NO_CITY)
    keyboard.press("0")
    notation(card).to_have_value(NO_CITY)
    keyboard.press("ArrowRight")
    selected(card, "day")
    day = card.text.locator("[data-slot=day]")
    day.dispatch_event("keydown", {"key": "0", "code": "Digit0", "shiftKey": True})  # a French keyboard
    notation(card).to_have_value("what is the weather in boston on day 1")
    keyboard.press("ArrowRight")
    keyboard.press("Control+z")
    notation(card).to_have_value(NO_CITY)


def test_from_a_lower_line_of_the_box_the_caret_goes_up_a_line(open_card):
    card = open_card()
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    text.fill("what is the weather in boston on day 1 " + "and on and " * 30)
    text.press("End")
    text.press("ArrowUp")
    expect(text).to_be_focused()
    text.press("Home")
    for _ in range(12):
        card.page.keyboard.press("ArrowUp")
    expect(card.text.locator("[aria-pressed=true]")).to_have_count(1)


def test_what_is_selected_in_the_box_is_marked_and_with_the_same_digit_no_longer(open_card):
    card = open_card()
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    text.evaluate("(box) => box.setSelectionRange(12, 19)")
    card.page.keyboard.press("2")
    notation(card).to_have_value(ONE.replace("weather", "[day : weather]"))
    card.page.keyboard.press("2")
    notation(card).to_have_value(ONE)


def test_a_digit_on_another_slot_renames_as_before_and_the_keys_tell_of_all_this(open_card):
    card = open_card()
    keyboard = card.page.keyboard
    keyboard.press("e")
    keyboard.press("ArrowUp")
    keyboard.press("1")
    notation(card).to_have_value(ONE.replace("day :", "city :"))
    selected(card, "city")
    keyboard.press("Escape")
    card.shown()
    keyboard.press("?")
    expect(card.part("keys-overlay")).to_contain_text("remove the selected mark, as its own digit does")
    expect(card.part("keys-overlay")).to_contain_text("from the text up to the marks")

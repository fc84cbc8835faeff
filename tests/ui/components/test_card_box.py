"""Marking, in the review card, what is selected in the text box of an edit, in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.components.review_server import example

pytestmark = [pytest.mark.browser, pytest.mark.long]


def notation(card):
    return expect(card.part("edit-notation"))


def test_a_digit_marks_the_words_selected_in_the_text_box_and_the_next_keys_go_there_too(card, store, project):
    current = card.shown()
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    text.press("Home")
    for _ in range(2):
        text.press("Control+ArrowRight")
    for _ in range(2):
        text.press("Control+Shift+ArrowRight")
    text.press("2")
    notation(card).to_have_value("what is [day : the weather] in [city : boston] on [day : saturday]")
    expect(card.part("announce")).to_have_text("Marked day: the weather.")
    expect(text).to_be_focused()
    text.press("1")  # the words are selected still: another slot
    notation(card).to_have_value("what is [city : the weather] in [city : boston] on [day : saturday]")
    text.press("End")
    text.press("2")  # nothing is selected: a digit is typed
    expect(text).to_have_value("what is the weather in boston on saturday2")
    text.press("Backspace")
    text.press("Enter")
    card.shown(other_than=current)
    card.saved()
    assert example(store, project, current).utterance.slots[0] == ("city", "the weather")


def test_a_digit_in_the_text_box_marks_whole_words_or_with_alt_letters_and_beyond_the_slots_is_typed(card):
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    text.evaluate("(box) => box.setSelectionRange(13, 16)")  # eat
    text.press("1")
    notation(card).to_have_value("what is the [city : weather] in [city : boston] on [day : saturday]")
    text.press("Alt+2")
    notation(card).to_have_value("what is the w[day : eat]her in [city : boston] on [day : saturday]")
    text.press("3")
    expect(text).to_have_value("what is the w3her in boston on saturday")


def test_a_digit_that_is_held_down_overwrites_nothing(card):
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    text.evaluate("(box) => box.setSelectionRange(12, 19)")  # weather
    for _ in range(3):
        card.page.keyboard.down("1")
    card.page.keyboard.up("1")
    notation(card).to_have_value("what is the [city : weather] in [city : boston] on [day : saturday]")


def test_a_slot_is_clicked_for_the_words_selected_in_the_text_box(card):
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    text.evaluate("(box) => box.setSelectionRange(12, 19)")  # weather
    card.root.locator("[data-legend=day]").click()
    notation(card).to_have_value("what is the [day : weather] in [city : boston] on [day : saturday]")
    expect(text).to_be_focused()


def test_a_mark_made_in_the_text_box_is_undone_and_done_again_there(card):
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    text.press("End")
    card.page.keyboard.type(" then")
    text.evaluate("(box) => box.setSelectionRange(12, 19)")  # weather
    text.press("1")
    marked = "what is the [city : weather] in [city : boston] on [day : saturday] then"
    notation(card).to_have_value(marked)
    text.press("Control+z")
    notation(card).to_have_value("what is the weather in [city : boston] on [day : saturday] then")
    text.press("Control+Shift+z")
    notation(card).to_have_value(marked)
    for _ in range(6):
        text.press("Control+z")
    notation(card).to_have_value("what is the weather in [city : boston] on [day : saturday]")
    expect(text).to_be_focused()


def test_a_digit_over_a_selection_of_the_notation_is_typed(card):
    card.page.keyboard.press("e")
    card.part("as-notation").click()
    field = card.part("edit-notation")
    field.evaluate("(box) => box.setSelectionRange(0, 4)")  # what
    field.press("1")
    notation(card).to_have_value("1 is the weather in [city : boston] on [day : saturday]")


def with_five(card):
    """An edit of a text with a number in it, which is marked."""
    card.page.keyboard.press("e")
    card.part("as-notation").click()
    card.part("edit-notation").fill("timer for [day : 5] minutes")
    card.part("as-notation").click()
    text = card.part("edit-text")
    text.evaluate("(box) => box.setSelectionRange(10, 11)")
    return text


def test_a_number_is_typed_over_a_selected_number_and_stays_marked(card):
    with_five(card)
    card.page.keyboard.type("10")
    notation(card).to_have_value("timer for [day : 10] minutes")


def test_a_selected_number_is_marked_by_alt_and_a_digit_or_by_a_slot(card):
    text = with_five(card)
    text.press("Alt+1")
    notation(card).to_have_value("timer for [city : 5] minutes")
    card.root.locator("[data-legend=day]").click()
    notation(card).to_have_value("timer for [day : 5] minutes")


def test_a_number_typed_over_selected_words_is_no_mark(card):
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    text.evaluate("(box) => box.setSelectionRange(12, 19)")  # weather
    card.page.keyboard.type("10")
    notation(card).to_have_value("what is the 10 in [city : boston] on [day : saturday]")
    for _ in range(2):
        text.press("Control+z")
    notation(card).to_have_value("what is the weather in [city : boston] on [day : saturday]")

"""Keys of the reviewer's own, and those of the list of intents, in Chromium, on a page of the card alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.components.card_log import brief, sent

pytestmark = pytest.mark.browser


def test_the_prompt_for_a_new_key_is_in_its_row_and_nothing_grows(open_card):
    card = open_card()
    card.page.keyboard.press("?")
    overlay = card.part("keys-overlay")
    expect(overlay).to_be_visible()
    expect(card.part("keys-of-parses")).to_be_hidden()
    row = card.page.locator("[data-remap=reject]")
    before = (overlay.bounding_box(), row.bounding_box())
    row.click()
    expect(row.get_by_text("press the new key, or Esc to leave it")).to_be_visible()
    expect(card.part("keys-problem")).to_be_empty()
    assert (overlay.bounding_box(), row.bounding_box()) == before
    card.page.keyboard.press("ArrowLeft")
    expect(card.part("keys-problem")).to_contain_text("Press another one, or change that one first.")
    assert (overlay.bounding_box(), row.bounding_box()) == before


def test_keys_are_changed_in_the_overlay_refused_where_taken_and_reset(open_card):
    card = open_card()
    keyboard = card.page.keyboard
    keyboard.press("?")
    keyboard.press("Enter")  # the first row, accept, has the focus
    for key, said in (("r", "taken"), ("s", "skip"), ("1", "Digits"), ("Tab", "meaning of its own")):
        keyboard.press(key)
        expect(card.part("keys-problem")).to_contain_text(said)
    keyboard.press("j")
    expect(card.part("keys-problem")).to_be_empty()
    keyboard.press("Escape")
    expect(card.part("keys-overlay")).to_be_hidden()
    expect(card.part("accept")).to_have_text("Accept J")
    keyboard.press("a")
    assert card.press("j") == 1
    card.saved()
    keys, accepted = sent(card.page, 2)
    assert (keys["kind"], keys["reviewer"], keys["keys"]["accept"]) == ("keys", "mira", "j")
    assert accepted["kind"] == "accept"
    keyboard.press("?")
    card.part("keys-overlay").get_by_text("skip: comes again").click()
    keyboard.press("Escape")  # leaves the key as it is, and the overlay open
    expect(card.part("keys-overlay")).to_be_visible()
    card.part("keys-reset").click()
    keyboard.press("Escape")
    expect(card.part("accept")).to_have_text("Accept A")
    assert card.press("a") == 2


def test_the_intent_key_opens_the_edit_at_the_intent(open_card):
    card = open_card()
    card.page.keyboard.press("i")
    expect(card.part("edit-intent")).to_be_focused()
    card.page.keyboard.press("Escape")
    assert card.press("s") == 1


def test_enter_on_the_closed_list_of_intents_saves_and_in_the_open_one_chooses(open_card):
    card = open_card()
    for key in ("Alt+ArrowDown", "Space"):
        card.page.keyboard.press("i")
        card.page.keyboard.press(key)
        assert card.part("edit-intent").evaluate("(select) => select.matches(':open')"), key
        card.page.keyboard.press("Escape")
        expect(card.part("edit-intent")).to_be_focused()
        card.page.keyboard.press("Escape")
        assert card.shown() == 1
    card.page.keyboard.press("i")
    card.page.keyboard.press("Space")
    card.page.keyboard.press("Enter")
    expect(card.part("edit-intent")).to_be_focused()
    card.press("Enter")
    card.saved()
    assert brief(sent(card.page, 1)) == [("accept", 1, 1)]

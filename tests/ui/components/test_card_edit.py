"""Editing the text, the notation and the intent in the review card, in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.components.pointing import mark
from tests.ui.components.review_server import example, stored

pytestmark = [pytest.mark.browser, pytest.mark.long]

WEATHER = "what is the weather in [city : boston] on [day : saturday]"


def test_what_is_typed_carries_the_marks_along(card, store, project):
    current = card.shown()
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    expect(text).to_be_focused()
    expect(text).to_have_value("what is the weather in boston on saturday")
    text.press("Home")
    card.page.keyboard.type("tell me ")
    text.evaluate("(box) => box.setSelectionRange(31, 37)")  # boston
    card.page.keyboard.type("new york")
    text.press("End")
    for _ in range(5):
        text.press("Backspace")
    card.page.keyboard.type("urn day")
    expect(card.part("edit-notation")).to_have_value(
        "tell me what is the weather in [city : new york] on [day : saturn day]"
    )
    text.press("Enter")
    card.shown(other_than=current)
    card.saved()
    assert example(store, project, current).utterance.slots == (("city", "new york"), ("day", "saturn day"))


def test_a_value_deleted_letter_by_letter_and_typed_anew_stays_marked(card):
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    text.evaluate("(box) => box.setSelectionRange(29, 29)")
    for _ in range(6):
        text.press("Backspace")
    expect(card.text.locator("[data-slot=city]")).to_have_count(0)
    expect(card.part("announce")).to_have_text("No longer marked: city: boston.")
    card.page.keyboard.type("rome")
    expect(card.part("edit-notation")).to_have_value(WEATHER.replace("boston", "rome"))
    for _ in range(12):
        text.press("Control+z")
    expect(card.part("edit-notation")).to_have_value(WEATHER)


@pytest.mark.parametrize("by", ["click", "Enter"])
def test_text_at_an_edge_has_to_be_checked_before_it_is_saved(card, store, project, by):
    current = card.shown()
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    text.press("End")
    card.page.keyboard.type("s")
    day = mark(card, "day")
    assert "check this span" in day.get_attribute("aria-label")
    assert day.evaluate("(mark) => getComputedStyle(mark).borderTopStyle") == "dashed"
    expect(card.part("edit-error")).to_contain_text("Check this span: day (“saturdays”)")
    text.press("Enter")
    assert card.shown() == current
    expect(day).to_be_focused()
    if by == "click":
        day.click(position={"x": 20, "y": 10})
    else:
        card.page.keyboard.press("Enter")
    expect(card.part("edit-error")).to_be_hidden()
    card.page.keyboard.press("Enter")
    card.shown(other_than=current)
    card.saved()
    assert example(store, project, current).utterance.slots == (("city", "boston"), ("day", "saturdays"))


def test_text_and_notation_are_in_step(card):
    card.page.keyboard.press("e")
    expect(card.part("edit-notation")).to_be_hidden()
    card.part("as-notation").click()
    notation = card.part("edit-notation")
    expect(notation).to_be_focused()
    expect(card.part("edit-text")).to_be_hidden()
    notation.fill("rain in [city : bath\n]")
    expect(card.part("edit-text")).to_have_value("rain in bath")
    expect(card.text).to_have_text("rain in bath")
    card.part("as-notation").click()
    card.part("edit-text").press("Home")
    card.page.keyboard.type("[so] ")
    expect(notation).to_have_value(r"\[so\] rain in [city : bath]")


def test_an_utterance_has_one_line(card, store, project):
    current = card.shown()
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    text.press("Shift+Enter")
    card.page.keyboard.insert_text(" or\nsunday")
    expect(text).to_have_value("what is the weather in boston on saturday or sunday")
    text.press("Enter")
    card.shown(other_than=current)
    card.saved()
    assert example(store, project, current).text == "what is the weather in boston on saturday or sunday"


def test_keys_of_an_input_method_neither_save_nor_give_up(card, store, project):
    current = card.shown()
    card.page.keyboard.press("e")
    text = card.part("edit-text")
    session = card.page.context.new_cdp_session(card.page)
    session.send("Input.imeSetComposition", {"text": "とう", "selectionStart": 2, "selectionEnd": 2})
    for key in ("Enter", "Escape"):
        text.evaluate(
            """(box, key) => box.dispatchEvent(
              new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, cancelable: true }))""",
            key,
        )
    expect(text).to_be_visible()
    session.send("Input.insertText", {"text": "東京"})
    expect(text).to_have_value("what is the weather in boston on saturday東京")
    card.page.keyboard.press("Escape")
    assert card.shown() == current
    expect(card.text).to_have_text("what is the weather in boston on saturday")
    assert stored(store, project) == []


def test_an_edit_that_cannot_be_is_refused_under_the_text_and_stores_nothing(card, store, project):
    current = card.shown()
    card.page.keyboard.press("e")
    card.part("as-notation").click()
    notation = card.part("edit-notation")
    long = "a" * 2001
    for bad, said in (
        ("to [town : rome]", "town"),
        ("to [city : rome", "never closed"),
        (long, "2,001"),
        (" ", "Type"),
    ):
        notation.fill(bad)
        notation.press("Enter")
        expect(card.part("edit-error")).to_contain_text(said)
        expect(notation).to_have_value(bad)
    # What only the server refuses: a control character.
    notation.evaluate(
        "(box) => { box.value = 'to\\u0007 rome'; box.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    notation.press("Enter")
    card.shown(other_than=current)
    expect(card.part("notice")).to_contain_text("control character")
    card.part("notice").get_by_role("button", name="Edit again").click()
    expect(card.part("edit-error")).to_contain_text("control character")
    card.page.keyboard.press("Escape")
    assert card.shown() == current
    assert stored(store, project) == []
    assert example(store, project, current).version == 1


def test_what_was_wrong_with_an_edit_is_not_said_any_more_while_it_is_saved(card):
    card.page.keyboard.press("e")
    card.part("as-notation").click()
    notation = card.part("edit-notation")
    notation.fill("to [city : rome")
    notation.press("Enter")
    expect(card.part("said")).to_contain_text("Not saved.")
    notation.fill("to [city : rome]")
    # All that the line says from here on, however short.
    card.page.evaluate(
        """() => {
            const seen = (root) => root.querySelector("[data-testid=said]") ??
                [...root.querySelectorAll("*")].map((one) => one.shadowRoot && seen(one.shadowRoot)).find(Boolean);
            const line = seen(document);
            window.heard = [];
            new MutationObserver(() => window.heard.push(line.textContent))
                .observe(line, { childList: true, characterData: true, subtree: true });
        }"""
    )
    notation.press("Enter")
    expect(card.part("said")).to_contain_text("Saved and accepted")
    expect(card.part("said")).to_contain_text("to rome")  # and not the text as it was
    assert "Saved and accepted" in card.page.evaluate("window.heard")[0]


def test_marks_that_another_intent_does_not_hold_go_with_one_button(card):
    card.page.keyboard.press("e")
    expect(card.part("drop-foreign")).to_be_hidden()
    card.part("edit-intent").select_option("PlayMusic")
    expect(card.part("edit-error").get_by_role("paragraph")).to_have_text(
        ["Intent PlayMusic does not hold slots city (“boston”), day (“saturday”). It has: artist."]
    )
    expect(card.part("drop-foreign")).to_have_text("Remove the 2 marks that PlayMusic does not have")
    card.part("drop-foreign").click()
    expect(card.part("edit-notation")).to_have_value("what is the weather in boston on saturday")
    expect(card.part("drop-foreign")).to_be_hidden()
    expect(card.part("edit-error")).to_be_hidden()
    card.page.keyboard.press("Control+z")
    expect(card.part("edit-notation")).to_have_value(WEATHER)


def test_slots_that_another_intent_does_not_hold_are_named_until_they_are_gone(card, store, project):
    current = card.shown()
    card.page.keyboard.press("e")
    card.part("edit-intent").select_option("PlayMusic")
    problem = card.part("edit-error")
    expect(problem).to_contain_text("city (“boston”)")
    expect(problem).to_contain_text("day (“saturday”)")
    card.part("save").click()
    assert card.shown() == current
    mark(card, "city").focus()
    card.page.keyboard.press("Enter")
    card.page.keyboard.press("Delete")
    expect(problem).not_to_contain_text("boston")
    mark(card, "day").focus()
    card.page.keyboard.press("1")
    expect(problem).to_be_hidden()
    card.part("save").click()
    card.shown(other_than=current)
    card.saved()
    edited = example(store, project, current)
    assert (edited.intent, edited.utterance.slots) == ("PlayMusic", (("artist", "saturday"),))

"""Marking in the review card with mouse, finger and keys, in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.components.pointing import drag, edge, mark, middle, selected, selects, spot, swipe
from tests.ui.components.review_server import example

pytestmark = [pytest.mark.browser, pytest.mark.long]


def notation(card):
    return expect(card.part("edit-notation"))


def test_a_drag_takes_whole_words_and_a_digit_marks_them(card, store, project):
    current = card.shown()
    drag(card.page, spot(card, "weather", 3), spot(card, "the", 1))
    selects(card, "the weather")
    card.page.keyboard.press("2")
    notation(card).to_have_value("what is [day : the weather] in [city : boston] on [day : saturday]")
    expect(card.part("announce")).to_have_text("Marked day: the weather.")
    card.page.keyboard.press("Enter")
    card.shown(other_than=current)
    card.saved()
    assert example(store, project, current).utterance.slots[0] == ("day", "the weather")


def test_a_drag_with_alt_takes_letters_and_a_click_on_a_slot_marks_them(card):
    card.page.keyboard.press("e")
    card.page.keyboard.down("Alt")
    drag(card.page, spot(card, "weather", 1, "left"), spot(card, "weather", 3, "right"))
    card.page.keyboard.up("Alt")
    selects(card, "eat")
    card.root.locator("[data-legend=city]").click()
    notation(card).to_have_value("what is the w[city : eat]her in [city : boston] on [day : saturday]")


def test_a_double_click_and_a_selection_of_the_browser_are_ranges_too(card):
    card.page.mouse.dblclick(*spot(card, "weather", 3))
    card.page.keyboard.press("1")
    notation(card).to_have_value("what is the [city : weather] in [city : boston] on [day : saturday]")
    card.select("is the")
    card.page.keyboard.press("2")
    notation(card).to_have_value("what [day : is the] [city : weather] in [city : boston] on [day : saturday]")


def test_an_edge_follows_the_mouse_and_stops_at_its_neighbour_and_its_other_edge(card):
    card.page.keyboard.press("e")
    drag(card.page, middle(edge(card, "city", "start")), spot(card, "weather", 3))
    notation(card).to_have_value("what is the [city : weather in boston] on [day : saturday]")
    drag(card.page, middle(edge(card, "city", "start")), spot(card, "boston", -1))
    notation(card).to_have_value("what is the weather in [city : boston] on [day : saturday]")
    drag(card.page, middle(edge(card, "city", "end")), spot(card, "saturday", -1))
    notation(card).to_have_value("what is the weather in [city : boston on] [day : saturday]")
    drag(card.page, middle(edge(card, "city", "end")), spot(card, "what", 0))
    notation(card).to_have_value("what is the weather in [city : boston] on [day : saturday]")
    expect(mark(card, "city")).to_be_focused()


def test_escape_during_a_drag_gives_up_the_drag_alone(card):
    card.page.keyboard.press("e")
    card.page.mouse.move(*middle(edge(card, "city", "start")))
    card.page.mouse.down()
    card.page.mouse.move(*spot(card, "weather", 3), steps=4)
    notation(card).to_have_value("what is the [city : weather in boston] on [day : saturday]")
    card.page.keyboard.press("Escape")
    card.page.mouse.up()
    notation(card).to_have_value("what is the weather in [city : boston] on [day : saturday]")
    expect(card.part("save")).to_be_visible()


def test_a_click_selects_a_mark_whose_slot_then_changes_or_which_goes(card):
    card.page.mouse.click(*spot(card, "boston", 2))
    expect(card.part("save")).to_be_visible()
    expect(mark(card, "city")).to_have_attribute("aria-pressed", "true")
    card.page.keyboard.press("2")
    notation(card).to_have_value("what is the weather in [day : boston] on [day : saturday]")
    card.root.locator("[data-legend=city]").click()
    notation(card).to_have_value("what is the weather in [city : boston] on [day : saturday]")
    card.page.keyboard.press("Backspace")
    notation(card).to_have_value("what is the weather in boston on [day : saturday]")
    mark(card, "day").get_by_test_id("slot-remove").click()
    notation(card).to_have_value("what is the weather in boston on saturday")


def test_the_keyboard_alone_selects_moves_and_saves(card, store, project):
    current = card.shown()
    page = card.page
    page.keyboard.press("e")
    page.keyboard.press("Shift+Tab")
    for _ in range(5):
        if page.evaluate("document.activeElement.dataset.slot") == "city":
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(card.part("announce")).to_have_text("city: boston, mark 1 of 2, selected.")
    for key, expected in (
        ("Shift+ArrowRight", "[city : boston on]"),
        ("Shift+ArrowLeft", "[city : boston] on"),
        ("Alt+Shift+ArrowLeft", "[city : bosto]n on"),
        ("Control+Shift+ArrowLeft", "[city : in bosto]n on"),
        ("Control+Shift+ArrowRight", "in [city : bosto]n on"),
        ("Control+Alt+Shift+ArrowRight", "in b[city : osto]n on"),
        ("2", "in b[day : osto]n on"),
    ):
        page.keyboard.press(key)
        assert expected in card.part("edit-notation").input_value(), key
    page.keyboard.press("Enter")
    card.shown(other_than=current)
    card.saved()
    assert example(store, project, current).utterance.slots == (("day", "osto"), ("day", "saturday"))


def test_delete_removes_the_selected_mark_alone(card):
    card.page.mouse.click(*spot(card, "boston", 2))
    card.page.keyboard.press("Delete")
    notation(card).to_have_value("what is the weather in boston on [day : saturday]")
    expect(mark(card, "day")).to_be_focused()
    expect(mark(card, "day")).to_have_attribute("aria-pressed", "false")
    for key in ("Delete", "Backspace"):
        card.page.keyboard.press(key)
        expect(card.part("announce")).to_contain_text("Press Enter to select this mark")
    notation(card).to_have_value("what is the weather in boston on [day : saturday]")
    card.page.keyboard.press("Enter")
    card.page.keyboard.press("Delete")
    notation(card).to_have_value("what is the weather in boston on saturday")


@pytest.mark.parametrize("leave", ["Escape", "Enter"])
def test_the_slot_of_a_mark_that_was_selected_is_ringed_in_its_edit_alone(card, leave):
    current = card.shown()
    day = card.root.locator("[data-legend=day]")
    mark(card, "day").click(position={"x": 20, "y": 10})
    expect(day).to_have_attribute("aria-pressed", "true")
    card.page.keyboard.press(leave)
    if leave == "Escape":
        card.shown()
        card.page.keyboard.press("s")
    card.shown(other_than=current)
    expect(day).not_to_have_attribute("aria-pressed", "true")


@pytest.fixture
def phone(browser, server, project, card):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(server.review(project))
    opened = type(card)(page)
    opened.shown()
    yield opened
    context.close()


def test_a_finger_marks_words_by_a_drag_or_a_tap(phone):
    swipe(phone.page, spot(phone, "the", 1), spot(phone, "weather", 3))
    selects(phone, "the weather")
    phone.root.locator("[data-legend=day]").tap()
    notation(phone).to_have_value("what is [day : the weather] in [city : boston] on [day : saturday]")
    phone.page.touchscreen.tap(*spot(phone, "what", 2))
    selects(phone, "what")
    phone.root.locator("[data-legend=city]").tap()
    notation(phone).to_have_value("[city : what] is [day : the weather] in [city : boston] on [day : saturday]")


def test_a_finger_selects_a_mark_pulls_its_edge_and_removes_it(phone):
    phone.page.touchscreen.tap(*spot(phone, "boston", 2))
    handle = edge(phone, "city", "start")
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    swipe(phone.page, middle(handle), spot(phone, "weather", 3))
    notation(phone).to_have_value("what is the [city : weather in boston] on [day : saturday]")
    mark(phone, "city").get_by_test_id("slot-remove").tap()
    notation(phone).to_have_value("what is the weather in boston on [day : saturday]")


def test_a_finger_that_moves_up_scrolls(phone):
    start = spot(phone, "weather", 3)
    swipe(phone.page, start, (start[0], start[1] - 200))
    assert selected(phone) == ""

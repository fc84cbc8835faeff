"""Flags, moving on undecided, what is told and the aside, in Chromium, on a page of the card alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.components.card_log import brief, sent
from tests.ui.components.review_card import Card

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_a_flag_is_on_the_card_at_once_and_the_decision_is_on_the_version_that_it_makes(open_card):
    card = open_card()
    expect(card.part("flagged")).to_be_hidden()
    card.page.keyboard.press("f")
    expect(card.part("flagged")).to_be_visible()
    card.shown()
    card.part("flag").click()
    expect(card.part("flagged")).to_be_hidden()
    assert card.shown() == 1
    card.press("a")
    card.saved()
    assert brief(sent(card.page, 3)) == [("flag", 1, 1), ("flag", 1, 2), ("accept", 1, 3)]
    expect(card.part("notice")).to_have_count(0)


def test_an_undone_flag_is_off_the_card(open_card):
    card = open_card()
    card.page.keyboard.press("f")
    card.saved()
    card.page.keyboard.press("u")
    expect(card.part("flagged")).to_be_hidden()
    assert card.press("a") == 1
    card.saved()
    assert brief(sent(card.page, 3))[-1] == ("accept", 1, 3)


def test_a_decision_waits_for_an_undo_that_may_be_of_the_same_candidate(open_card):
    card = open_card()
    card.page.keyboard.press("f")
    card.saved()
    card.shown()
    card.page.evaluate(
        """() => { for (const key of ["u", "a", "x", "e"]) {
          window.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        } }"""
    )
    expect(card.part("flagged")).to_be_hidden()
    expect(card.part("said")).to_contain_text("Undone")
    assert card.press("a") == 1
    card.saved()
    assert brief(sent(card.page, 3)) == [("flag", 1, 1), ("undo", None, None), ("accept", 1, 3)]
    expect(card.part("notice")).to_have_count(0)


def test_what_was_done_last_stands_near_the_count(open_card):
    card = open_card()
    said = card.part("said")
    before = card.part("accept").bounding_box()
    card.page.keyboard.press("u")
    expect(said).to_have_text("Nothing that you decided here is left to undo.")
    card.press("a")
    expect(said).to_contain_text("what is the weather in boston on day 1")
    expect(said).to_have_attribute("title", "Accepted · what is the weather in boston on day 1")
    expect(card.part("announce")).to_have_text("Accepted. Next: what is the weather in 東京 on day 2")
    card.page.keyboard.press("u")
    expect(said).to_have_attribute("title", "Undone · what is the weather in boston on day 1")
    assert card.part("accept").bounding_box() == before


def test_no_line_of_facts_begins_with_a_dot(open_card):
    card = open_card(viewport={"width": 620, "height": 900})
    card.page.keyboard.press("f")
    expect(card.part("flag")).to_contain_text("Unflag")
    card.shown()
    card.press("s")
    outside = card.root.locator(".tc-facts").evaluate(
        """(facts) => {
          facts.style.width = "11rem";
          const { left } = facts.getBoundingClientRect();
          const shown = [...facts.children].filter((one) => !one.hidden);
          const firsts = shown.filter((one, at) => at && one.offsetTop > shown[at - 1].offsetTop + 4);
          const dots = firsts.map((one) => one.getBoundingClientRect().left - left);
          return { lines: firsts.length, dots, clip: getComputedStyle(facts).overflowX };
        }"""
    )
    assert outside["lines"] >= 1
    assert outside["clip"] == "clip"
    assert all(one <= 8.5 for one in outside["dots"])  # the dot ends 0.55rem before, which is outside


def test_one_goes_on_undecided_and_back(open_card):
    card = open_card("candidates=3")
    assert card.press("ArrowRight") == 1
    assert card.press("ArrowRight") == 2
    card.page.keyboard.press("ArrowRight")
    expect(card.part("announce")).to_contain_text("last of those")
    assert card.press("ArrowLeft") == 3
    assert card.press("a") == 2
    assert card.press("a") == 3
    assert card.shown() == 1
    card.saved()
    assert brief(sent(card.page, 2)) == [("accept", 2, 1), ("accept", 3, 1)]


def test_a_stale_decision_says_what_changed_and_is_looked_at_again(open_card):
    card = open_card("changed=2")
    card.press("a")
    card.press("a")
    stale = card.part("stale")
    expect(stale).to_have_text("IntentPlayMusic → GetWeather")
    notice = card.part("notice")
    expect(notice).to_contain_text("Your acceptance was not stored")
    expect(notice).to_contain_text("what is the weather in 東京 on day 2")
    assert card.shown() == 3
    notice.get_by_role("button", name="Look again").click()
    assert card.shown(other_than=3) == 2
    expect(notice).to_have_count(0)
    assert [card.press("a"), card.shown()] == [2, 3]
    card.saved()
    assert brief(sent(card.page, 3)) == [("accept", 1, 1), ("accept", 2, 1), ("accept", 2, 2)]


def test_the_aside_has_what_there_is_and_nothing_that_is_empty(open_card):
    card = open_card()
    expect(card.part("why")).to_contain_text("“oslo” is a new value of city")
    expect(card.part("doubts")).to_contain_text("✗ reads as <b>Dutch</b>")
    expect(card.part("doubts").get_by_role("listitem")).to_have_count(2)
    said = card.part("doubts").get_by_role("listitem").last
    expect(said).to_contain_text("✗ the student says intent PlayMusic")
    expect(said.locator("[data-slot=artist]")).to_have_text("day 1")
    expect(card.part("neighbours-accepted").get_by_role("listitem")).to_have_count(3)
    expect(card.part("neighbours-accepted")).to_contain_text("90% alike")
    expect(card.part("neighbours-rejected")).to_contain_text("unnatural, 80% alike")
    expect(card.part("asked")).to_have_text("city: any")
    expect(card.part("seeds")).to_contain_text("how warm is it in oslo")
    expect(card.part("shared")).to_be_hidden()
    card.press("s")
    expect(card.part("shared")).to_be_visible()
    for name in ("why", "doubts", "neighbours-accepted", "neighbours-rejected"):
        expect(card.part(name)).to_be_hidden()
    assert card.page.evaluate("!document.querySelector('.tc-aside b')")


def test_an_answer_of_the_server_redraws_nothing_on_the_card(open_card):
    card = open_card()
    card.press("a")
    card.text.evaluate("(text) => { window.drawn = [...text.childNodes]; }")
    card.saved()
    assert card.text.evaluate("(text) => [...text.childNodes].every((node, at) => node === window.drawn[at])")


def test_turning_to_something_else_on_the_page_sends_at_once(open_card):
    card = open_card("candidates=30")
    card.page.evaluate(
        """() => {
          const { setTimeout } = window;  // the pause for which the card waits never comes
          window.setTimeout = (work, ms) => (ms === 300 || ms === 2000 ? 0 : setTimeout(work, ms));
        }"""
    )
    card.press("a")
    sent(card.page, 1)
    card.press("a")
    card.page.mouse.click(5, 5)
    assert brief(sent(card.page, 2)) == [("accept", 1, 1), ("accept", 2, 1)]


def test_a_long_look_at_one_card_renews_its_lease(open_card, browser, card_address):
    page = browser.new_page()
    page.clock.install()
    page.goto(card_address)
    Card(page).shown()
    page.clock.fast_forward(91_000)
    (renewal,) = sent(page, 1)
    assert (renewal["kind"], renewal["at"] > 0) == ("renew", True)
    page.close()

"""Flags, near-duplicates, moving on undecided, own keys and the aside, in Chromium, on a page of the card alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.components.review_card import Card
from tests.ui.components.review_server import Server

pytestmark = pytest.mark.browser

OpenCard = Callable[..., Card]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    running = Server(tmp_path_factory.mktemp("card"), "tests/ui/components/card_page.py")
    running.start()
    yield f"http://localhost:{running.port}"
    running.kill()


@pytest.fixture
def open_card(address: str, browser: Browser) -> Iterator[OpenCard]:
    """Opens the card in a session and a browser of its own."""
    contexts = []

    def opened(query: str = "", **more: Any) -> Card:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **more})
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/?{query}")
        card = Card(page)
        card.shown()
        return card

    yield opened
    for context in contexts:
        context.close()


def sent(page: Page, many: int) -> list[dict[str, Any]]:
    """What the card sent to the server, once it is that many."""
    log = page.wait_for_function(
        """(many) => {
          const entries = JSON.parse(document.querySelector('[data-testid=stText]').innerText);
          return entries.length >= many && entries;
        }""",
        arg=many,
    )
    return log.json_value()


def brief(entries: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(one["kind"], one["example"], one["version"]) for one in entries]


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
    expect(said).to_have_text("Nothing of yours is left to undo.")
    card.press("a")
    expect(said).to_contain_text("what is the weather in boston on day 1")
    expect(said).to_have_attribute("title", "Accepted · what is the weather in boston on day 1")
    expect(card.part("announce")).to_have_text("Accepted. Next: what is the weather in 東京 on day 2")
    card.page.keyboard.press("u")
    expect(said).to_have_attribute("title", "Undone · what is the weather in boston on day 1")
    assert card.part("accept").bounding_box() == before


def test_the_prompt_for_a_new_key_is_in_its_row_and_nothing_grows(open_card):
    card = open_card()
    card.page.keyboard.press("?")
    overlay = card.part("keys-overlay")
    row = card.page.locator("[data-remap=reject]")
    before = (overlay.bounding_box(), row.bounding_box())
    row.click()
    expect(row.get_by_text("press the new key, or Esc to leave it")).to_be_visible()
    expect(card.part("keys-problem")).to_be_empty()
    assert (overlay.bounding_box(), row.bounding_box()) == before
    card.page.keyboard.press("ArrowLeft")
    expect(card.part("keys-problem")).to_contain_text("Press another one, or change that one first.")
    assert (overlay.bounding_box(), row.bounding_box()) == before


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


@pytest.mark.parametrize(
    ("keys", "kinds", "reasons"),
    [
        (["a"], ["accept"] * 3, ["", "", ""]),
        (["x", "3"], ["reject"] * 3, ["unnatural"] * 3),
        (["x", "Enter"], ["reject"] * 3, ["", "", ""]),
        (["k"], ["reject", "reject", "accept"], ["too similar", "too similar", ""]),
    ],
)
def test_a_group_is_decided_with_one_key_after_it_was_seen(open_card, keys, kinds, reasons):
    card = open_card()
    expect(card.part("group")).to_have_text("and 2 near-duplicates G")
    card.page.keyboard.press("g")
    expect(card.part("group-member")).to_have_count(2)
    expect(card.part("group-member").first).to_contain_text("what's the weather in boston 101")
    card.shown()
    expect(card.part("accept")).to_have_text("Accept all 3 A")
    card.press(*keys)
    card.saved()
    entries = sent(card.page, 3)
    assert [(one["example"], one["version"]) for one in entries] == [(101, 3), (102, 3), (1, 1)]
    assert ([one["kind"] for one in entries], [one.get("reason", "") for one in entries]) == (kinds, reasons)
    assert len({one["bulk"] for one in entries}) == 1
    assert len({one["uid"] for one in entries}) == 3
    expect(card.part("group")).to_be_hidden()
    card.page.keyboard.press("u")
    assert card.shown(other_than=2) == 1  # where the key was pressed


def test_without_a_look_at_the_group_only_the_one_on_the_card_is_decided(open_card):
    card = open_card()
    card.page.keyboard.press("g")
    for key in ("s", "e", "f", "1", "ArrowRight"):
        card.page.keyboard.press(key)
    card.shown()
    card.page.keyboard.press("x")
    card.page.keyboard.press("Escape")
    expect(card.part("keep")).to_be_visible()
    card.page.keyboard.press("Escape")
    expect(card.part("group-member")).to_have_count(0)
    assert card.press("a") == 1
    card.saved()
    entries = sent(card.page, 1)
    assert brief(entries) == [("accept", 1, 1)]
    assert "bulk" not in entries[0]


def test_a_key_that_comes_before_the_group_was_painted_decides_nothing(open_card):
    card = open_card()
    card.page.evaluate(
        """() => { for (const key of ["g", "a", "k"]) {
          window.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        } }"""
    )
    expect(card.part("keep")).to_be_visible()
    assert card.shown() == 1
    expect(card.part("unsaved")).to_have_text("unsaved: 0")


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


def test_the_aside_has_what_there_is_and_nothing_that_is_empty(open_card):
    card = open_card()
    expect(card.part("why")).to_contain_text("city has a value that is new")
    expect(card.part("doubts")).to_contain_text("✗ reads as <b>Dutch</b>")
    expect(card.part("prediction")).to_contain_text("PlayMusic 87% sure")
    expect(card.part("prediction").locator("[data-slot=artist]")).to_have_text("day 1")
    expect(card.part("neighbours-accepted").get_by_role("listitem")).to_have_count(3)
    expect(card.part("neighbours-accepted")).to_contain_text("90% alike")
    expect(card.part("neighbours-rejected")).to_contain_text("unnatural, 80% alike")
    expect(card.part("asked")).to_have_text("city: any")
    expect(card.part("seeds")).to_contain_text("how warm is it in oslo")
    expect(card.part("shared")).to_be_hidden()
    card.press("s")
    expect(card.part("shared")).to_be_visible()
    for name in ("why", "doubts", "prediction", "neighbours-accepted", "neighbours-rejected"):
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


def test_a_long_look_at_one_card_renews_its_lease(open_card, browser, address):
    page = browser.new_page()
    page.clock.install()
    page.goto(address)
    Card(page).shown()
    page.clock.fast_forward(91_000)
    (renewal,) = sent(page, 1)
    assert (renewal["kind"], renewal["at"] > 0) == ("renew", True)
    page.close()

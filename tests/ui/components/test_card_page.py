"""The review card on its page: text, filters, small screens, speed."""

from __future__ import annotations

import json
import re
import uuid

import pytest
from playwright.sync_api import expect

from backend.domain.decision import DecisionCreate
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance
from storage.decisions import decide
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.schemas import put_schema
from tests.ui.components.review_server import decisions, stored

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_what_a_teacher_wrote_is_shown_as_text(card):
    card.press("a")
    expect(card.text).to_have_text("<script>window.hit = 1</script> weather in =cmd()")
    expect(card.text.get_by_test_id("slot-mark")).to_have_attribute("data-slot", "city")
    card.press("a")
    expect(card.text).to_have_text("![x](http://example.invalid/x.png) forecast for today")
    card.press("a")
    assert card.text.evaluate("(text) => getComputedStyle(text).direction") == "rtl"
    assert card.page.evaluate("window.hit === undefined && !document.querySelector('img[src*=invalid]')")


def test_filters_and_reviewer_stay_in_the_address(card, store, project):
    reviewer = card.page.get_by_role("textbox", name="Reviewer")
    reviewer.fill("mira")
    reviewer.press("Enter")
    card.page.wait_for_url("**reviewer=mira**")
    slot = card.page.get_by_role("combobox", name="Slot")
    slot.click()
    card.page.get_by_role("option", name="day").click()
    card.page.wait_for_url("**slot=day**")
    expect(card.root).to_contain_text("40 match the filters")
    card.page.reload()
    expect(card.root).to_contain_text("40 match the filters")
    card.press("a")
    card.saved()
    assert [one.reviewer for one in decisions(store, project)] == ["mira"]


def entered(field, text):
    """Type into a field and press Enter, which leaves it."""
    field.click()
    field.press_sequentially(text)
    field.press("Enter")
    expect(field).not_to_be_focused()


def test_after_the_name_is_given_the_next_key_decides(card, store, project):
    reviewer = card.page.get_by_role("textbox", name="Reviewer")
    entered(reviewer, "mira")
    card.shown()
    card.page.keyboard.press("a")
    card.saved()
    assert [one.reviewer for one in decisions(store, project)] == ["mira"]
    expect(reviewer).to_have_value("mira")


def test_after_a_search_the_next_key_decides_also_one_that_was_asked_for_before(card, store, project):
    search = card.page.get_by_role("searchbox", name="Search")
    entered(search, "forecast")
    expect(card.text).to_contain_text("forecast")
    current = card.press("a")
    entered(search, "")
    after = card.press("a")
    card.saved()
    assert stored(store, project) == [(current, "accept"), (after, "accept")]
    expect(search).to_have_value("forecast")


def test_a_search_that_is_typed_on_keeps_its_field(card):
    search = card.page.get_by_role("searchbox", name="Search")
    search.click()
    typed = card.page.keyboard  # at once: a locator looks for its field before each piece, and the answer may be there
    typed.type("fore")
    typed.press("Enter")
    typed.type("cast")
    card.page.wait_for_url("**review_search=fore**")
    expect(card.root).to_contain_text("match the filters")
    expect(search).to_be_focused()
    expect(search).to_have_value("forecast")


def test_a_click_beside_everything_draws_no_ring_and_leaves_the_keys_that_scroll(card):
    card.page.set_viewport_size({"width": 1280, "height": 400})
    ring = "getComputedStyle(document.querySelector('[data-testid=stMain]'), '::before').boxShadow !== 'none'"
    card.page.mouse.click(*beside(card))
    card.press("a")
    assert not card.page.evaluate(ring)
    card.page.keyboard.press("PageDown")
    card.page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 0")
    for _ in range(60):  # reached by the keyboard it has its ring
        card.page.keyboard.press("Shift+Tab")
        if card.page.evaluate("document.activeElement.matches('[data-testid=stMain]')"):
            break
    assert card.page.evaluate(ring)


def beside(card):
    """A spot of the page, left of the card, where nothing is."""
    box = card.root.bounding_box()
    return box["x"] - 20, box["y"] + 40


def test_on_a_wide_screen_names_of_some_length_are_uncut_and_the_filters_in_one_row(card, server, store, project):
    intents = (Intent("GetWeather", slots=("city", "day")), Intent("cancel_appointment", slots=("customer_name",)))
    slots = (Slot("city"), Slot("day"), Slot("customer_name"))
    with store.write() as session:
        put_schema(project.id, Schema(intents, slots), session=session)
    card.page.set_viewport_size({"width": 1440, "height": 900})
    chosen = "review_intent=cancel_appointment&review_slot=customer_name&review_order=Doubted+first"
    card.page.goto(f"{server.review(project)}&{chosen}")
    for name in ("Intent", "Slot"):
        box = card.page.get_by_role("combobox", name=name)
        expect(box).to_have_value(re.compile("_"))
        assert box.evaluate("(box) => box.scrollWidth <= box.clientWidth")
    tops = {card.page.get_by_role("button", name=name).bounding_box()["y"] for name in ("More filters", "Many at once")}
    assert len(tops) == 1


def test_filters_that_leave_nothing_offer_the_way_back(card):
    card.page.get_by_role("combobox", name="Intent").click()
    card.page.get_by_role("option", name="PlayMusic").click()
    expect(card.page.get_by_text("Nothing matches these filters")).to_be_visible()
    card.page.get_by_role("button", name="Show all that is left").click()
    card.shown()
    assert "intent=" not in card.page.url


def test_when_all_is_decided_the_page_leads_on_and_undo_still_works(card, store, project):
    with store.write() as session:
        for one in find_examples(project.id, ExampleFilter(status="pending"), session=session)[1:]:
            decide(project.id, DecisionCreate(one.id, 1, "accept", str(uuid.uuid4())), session=session)
    card.page.reload()
    current = card.shown()
    card.left(1)
    card.page.keyboard.press("a")
    expect(card.page.get_by_text("Nothing to review")).to_be_visible()
    expect(card.part("nothing-left")).to_be_hidden()
    expect(card.part("unsaved")).to_be_visible()
    expect(card.part("undo")).to_be_visible()
    expect(card.page.get_by_role("link", name="Export 61 utterances")).to_be_visible()
    card.page.keyboard.press("u")
    assert card.shown() == current


def test_what_is_written_while_nothing_is_left_comes_by_itself(card, store, project):
    with store.write() as session:
        for one in find_examples(project.id, ExampleFilter(status="pending"), session=session):
            decide(project.id, DecisionCreate(one.id, 1, "accept", str(uuid.uuid4())), session=session)
    card.page.reload()
    expect(card.page.get_by_text("Nothing to review")).to_be_visible()
    late = Utterance("late but welcome", "PlayMusic")
    with store.write() as session:
        add_examples(project.id, [late], origin="generated", status="pending", provenance={}, session=session)
    expect(card.text).to_have_text(late.text, timeout=15_000)
    expect(card.page.get_by_text("Nothing to review")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_card_fits_a_phone(card, browser, server, project, scheme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.goto(server.review(project))
    phone = type(card)(page)
    phone.shown()
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
    for name in ("accept", "reject", "edit", "skip", "undo"):
        box = phone.part(name).bounding_box()
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    context.close()


def test_the_next_card_is_painted_soon_after_the_key(card):
    # Pressed in the page, with pauses as a quick person makes them: to wait from outside would draw frames of its own.
    times = card.page.evaluate(
        """async () => {
          const card = document.querySelector('[data-testid=card]');
          const ready = () => card.dataset.painted === 'true' && card.dataset.example;
          const painted = () => new Promise((done) => {
            const seen = new MutationObserver(() => {
              if (!ready()) return;
              seen.disconnect();
              done(performance.now());
            });
            seen.observe(card, { attributes: true, attributeFilter: ['data-painted'] });
          });
          const times = [];
          while (times.length < 40) {
            await new Promise((done) => setTimeout(done, 80 + 120 * Math.random()));
            const event = new KeyboardEvent('keydown', { key: 'a', bubbles: true });
            const next = painted();
            window.dispatchEvent(event);
            times.push((await next) - event.timeStamp);
          }
          return times.sort((a, b) => a - b);
        }"""
    )
    print(json.dumps({"key to painted, ms": {"p50": times[20], "p95": times[37], "max": times[-1]}}))
    assert times[20] < 50

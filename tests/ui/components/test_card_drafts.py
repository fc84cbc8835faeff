"""Edits that are left half-written: by a reload, for another page of the app, for another name; in Chromium."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from backend.domain.decision import DecisionCreate
from storage.decisions import decide
from storage.examples import get_example
from tests.ui.components.pointing import drag, spot
from tests.ui.components.review_server import example, stored, weather

pytestmark = [pytest.mark.browser, pytest.mark.long]

WEATHER = "what is the weather in [city : boston] on [day : saturday]"
HALF = "what is [day : the weather] in [city : boston] on [day : saturday] <b>at</b> noon"


def half_written(card):
    """Text and marks changed, and nothing saved; the candidate."""
    current = card.shown()
    card.page.keyboard.press("e")
    card.part("edit-text").press("End")
    card.page.keyboard.type(" <b>at</b> noon")
    drag(card.page, spot(card, "weather", 3), spot(card, "the", 1))
    card.page.keyboard.press("2")
    expect(card.part("edit-notation")).to_have_value(HALF)
    return current


def is_back(card, current):
    """The edit is open as it was left, and says so."""
    expect(card.root).to_have_attribute("data-example", str(current))
    expect(card.part("edit-notation")).to_have_value(HALF)
    expect(card.part("draft")).to_contain_text("Your unsaved edit, as you left it. Give up discards it.")
    expect(card.part("edit-text")).to_be_visible()
    expect(card.text).to_have_text("what is the weather in boston on saturday <b>at</b> noon")


def test_a_reload_leaves_an_edit_open_as_it_was_and_it_can_be_saved(card, store, project):
    card.press("ArrowRight")
    card.press("ArrowLeft")
    current = half_written(card)
    card.page.reload()
    is_back(card, current)
    assert card.text.locator("b").count() == 0
    assert stored(store, project) == []
    card.page.keyboard.press("Enter")
    card.shown(other_than=current)
    card.saved()
    assert example(store, project, current).text.endswith("<b>at</b> noon")
    card.page.reload()
    card.shown()
    expect(card.part("edit-text")).to_be_hidden()


def test_it_is_there_again_after_another_page_of_the_app(card):
    current = half_written(card)
    card.page.get_by_role("link", name="History").click()
    expect(card.page.get_by_text("Every decision that was made")).to_be_visible()
    card.page.get_by_role("link", name="Review", exact=True).click()
    is_back(card, current)


def test_a_candidate_that_was_not_first_comes_first_with_its_edit(card):
    first = card.press("ArrowRight")
    second = card.shown()
    card.page.keyboard.press("e")
    card.part("edit-text").press("End")
    card.page.keyboard.type(" x")
    card.page.reload()
    expect(card.root).to_have_attribute("data-example", str(second))
    expect(card.part("edit-text")).to_have_value("<script>window.hit = 1</script> weather in =cmd() x")
    card.page.keyboard.press("Escape")
    assert card.shown() == second != first
    assert card.page.evaluate("window.hit === undefined")


def test_giving_up_one_that_came_back_discards_it_for_good(card):
    current = half_written(card)
    card.page.reload()
    is_back(card, current)
    card.part("cancel-edit").click()
    expect(card.part("announce")).to_have_text("Your unsaved edit is discarded.")
    expect(card.text).to_have_text("what is the weather in boston on saturday")
    card.page.reload()
    assert card.shown() == current
    card.page.keyboard.press("e")
    expect(card.part("draft")).to_be_hidden()
    expect(card.part("edit-notation")).to_have_value(WEATHER)


def test_one_that_was_given_up_waits_after_a_reload_until_it_is_edited_again(card):
    half_written(card)
    card.page.keyboard.press("Escape")
    card.shown()
    card.page.reload()
    card.shown()
    expect(card.part("edit-text")).to_be_hidden()
    card.page.keyboard.press("e")
    expect(card.part("draft")).to_contain_text("Your unsaved edit.")
    expect(card.part("edit-notation")).to_have_value(HALF)


def test_of_a_candidate_that_was_decided_meanwhile_it_is_not_shown(card, store, project):
    current = half_written(card)
    with store.write() as session:
        decide(project.id, DecisionCreate(current, 1, "accept", str(uuid.uuid4())), session=session)
    card.page.reload()
    assert card.shown() != current
    expect(card.part("edit-text")).to_be_hidden()


def test_of_a_candidate_that_was_changed_meanwhile_it_is_dropped(card, store, project):
    current = half_written(card)
    other = weather("is it warm in [city : boston]")
    with store.write() as session:
        decide(project.id, DecisionCreate(current, 1, "edit", str(uuid.uuid4()), utterance=other), session=session)
        get_example(project.id, current, session=session).status = "pending"
    card.page.reload()
    card.page.wait_for_function("() => !Object.keys(sessionStorage).some((key) => key.startsWith('teachset:draft:'))")
    card.shown()
    expect(card.part("edit-text")).to_be_hidden()


def test_notation_that_cannot_be_read_is_left_as_it_was_typed(card):
    card.page.keyboard.press("e")
    card.part("as-notation").click()
    card.part("edit-notation").fill("to [city : rome")
    card.page.reload()
    card.part("as-notation").click()
    expect(card.part("edit-notation")).to_have_value("to [city : rome")
    expect(card.part("edit-error")).to_contain_text("never closed")


def test_a_name_given_meanwhile_takes_it_along_and_another_reviewer_does_not_see_it(card):
    current = half_written(card)
    reviewer = card.page.get_by_role("textbox", name="Reviewer")
    reviewer.fill("mira")
    reviewer.press("Enter")
    card.page.wait_for_url("**reviewer=mira**")
    card.page.wait_for_function("() => Object.keys(sessionStorage).some((key) => key.includes(':mira:'))")
    card.page.reload()
    is_back(card, current)
    card.page.goto(card.page.url.replace("reviewer=mira", "reviewer=noor"))
    card.shown()
    expect(card.part("edit-text")).to_be_hidden()


def test_the_keys_say_what_is_kept(card):
    card.page.keyboard.press("?")
    expect(card.part("keys-drafts")).to_contain_text("One that you left by a reload or for another page comes back")

"""Keys and buttons of the review card, in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.components.review_server import decisions, example, stored

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_keys_decide_the_candidate_that_is_on_screen(card, store, project):
    seen = [(card.press("a"), "accept"), (card.press("s"), "skip"), (card.press("x", "2"), "reject")]
    seen += [(card.press("x", "Enter"), "reject"), (card.press("A"), "accept")]
    card.saved()
    card.left(56)
    assert stored(store, project) == seen
    assert [one.reason for one in decisions(store, project)] == ["", "", "wrong slots", "", ""]


def test_buttons_do_what_their_keys_do(card, store, project):
    first = card.shown()
    card.part("accept").click()
    second = card.shown(other_than=first)
    card.part("reject").click()
    card.root.get_by_role("button", name="unnatural").click()
    card.shown(other_than=second)
    card.saved()
    assert stored(store, project) == [(first, "accept"), (second, "reject")]


def test_a_rejection_can_be_given_up(card, store, project):
    current = card.shown()
    card.page.keyboard.press("x")
    card.page.keyboard.press("a")
    card.page.keyboard.press("Escape")
    assert card.press("s") == current
    card.saved()
    assert stored(store, project) == [(current, "skip")]


def test_a_held_key_decides_once(card, store, project):
    current = card.shown()
    card.page.keyboard.down("a")
    card.shown(other_than=current)
    for _ in range(5):
        card.page.keyboard.down("a")
    card.page.keyboard.up("a")
    card.saved()
    assert stored(store, project) == [(current, "accept")]


def test_a_held_enter_on_a_button_presses_it_once(card, store, project):
    current = card.shown()
    card.part("accept").focus()
    card.page.keyboard.down("Enter")
    card.shown(other_than=current)
    for _ in range(5):
        card.page.keyboard.down("Enter")
    card.page.keyboard.up("Enter")
    card.saved()
    assert stored(store, project) == [(current, "accept")]


def test_a_burst_of_keys_never_decides_what_was_not_painted(card, store, project):
    card.page.evaluate(
        """() => {
          window.seen = [];
          const card = document.querySelector('[data-testid=card]');
          new MutationObserver(() => {
            if (card.dataset.painted === 'true') window.seen.push(Number(card.dataset.example));
          }).observe(card, { attributes: true, attributeFilter: ['data-painted'] });
          window.seen.push(Number(card.dataset.example));
          for (let at = 0; at < 30; at += 1) {
            window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
          }
        }"""
    )
    card.saved()
    decided = [one for one, _action in stored(store, project)]
    assert len(decided) == 1
    assert set(decided) <= set(card.page.evaluate("window.seen"))


def test_typing_elsewhere_and_chords_decide_nothing(card, store, project):
    reviewer = card.page.get_by_role("textbox", name="Reviewer")
    reviewer.press_sequentially("axeu")
    card.page.get_by_role("combobox").first.press_sequentially("a")
    card.page.keyboard.press("Escape")
    card.page.evaluate("document.activeElement.blur()")
    for chord in ("Control+a", "Alt+a", "Meta+a", "c", "r"):
        card.page.keyboard.press(chord)
    card.page.keyboard.press("Escape")
    card.press("s")
    card.saved()
    assert [action for _example, action in stored(store, project)] == ["skip"]


def test_keys_behind_the_overlay_of_keys_decide_nothing(card, store, project):
    card.page.keyboard.press("?")
    expect(card.part("keys-overlay")).to_be_visible()
    card.page.keyboard.press("a")
    card.page.keyboard.press("Escape")
    expect(card.part("keys-overlay")).to_be_hidden()
    card.press("s")
    card.saved()
    assert [action for _example, action in stored(store, project)] == ["skip"]


def test_undo_brings_candidates_back_one_by_one(card, store, project):
    expect(card.part("undo")).to_be_disabled()
    first, second = card.press("a"), card.press("x", "1")
    third = card.shown()
    card.page.keyboard.press("u")
    assert card.shown(other_than=third) == second
    card.part("undo").click()
    assert card.shown(other_than=second) == first
    card.saved()
    card.left(60)
    assert {example(store, project, one).status for one in (first, second)} == {"pending"}
    assert [card.press("a"), card.press("a"), card.press("a")] == [first, second, third]

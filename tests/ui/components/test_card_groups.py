"""Near-duplicates decided as one card, in Chromium, on a page of the card alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.components.card_log import brief, sent

pytestmark = pytest.mark.browser


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

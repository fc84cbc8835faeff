"""The filters beside the card, as a browser keeps what is chosen in them; in Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def alike(store, project):
    """Some candidates are near-duplicates; known before the page asks what it can offer."""
    with store.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE example SET group_key = 1 WHERE id IN (SELECT id FROM example"
            f" WHERE project_id = {project.id} AND text LIKE '%rio%' ORDER BY id LIMIT 2)"
        )


def more(card):
    return card.page.get_by_role("button", name=re.compile("^(tune )?More filters"))


def choose(card, name, option):
    more(card).click()
    card.page.get_by_role("combobox", name=name).click()
    card.page.get_by_role("option", name=option, exact=True).click()
    expect(more(card)).to_contain_text("More filters: 1")
    card.page.keyboard.press("Escape")


def clear(card):
    card.page.get_by_role("button", name="Clear", exact=True).click()
    expect(card.page.get_by_role("button", name="Clear", exact=True)).to_be_hidden()


def search(card, words):
    field = card.page.get_by_role("searchbox", name="Search")
    field.fill(words)
    field.press("Enter")
    card.page.wait_for_url(re.compile(f"review_search={words}"))


def test_what_was_chosen_behind_more_filters_is_gone_once_cleared(alike, card):
    choose(card, "Near-duplicates", "with")
    expect(card.root).to_contain_text("match the filters")
    clear(card)
    search(card, "forecast")
    expect(card.root).to_contain_text("10 match the filters")
    expect(more(card)).not_to_contain_text("1")
    assert "review_duplicates" not in card.page.url


def test_the_order_is_the_usual_one_once_cleared_also_for_a_server_that_was_restarted(card, server):
    more(card).click()
    card.page.get_by_role("radio", name="Doubted first").click()
    expect(card.page.get_by_text("doubted first", exact=True)).to_be_visible()
    card.page.keyboard.press("Escape")
    clear(card)
    server.kill()
    server.start()
    search(card, "forecast")
    expect(card.root).to_contain_text("10 match the filters")
    expect(card.page.get_by_text("doubted first", exact=True)).to_be_hidden()


def test_what_is_chosen_after_a_clear_is_in_the_address_and_there_after_a_reload(alike, card):
    choose(card, "Near-duplicates", "with")
    clear(card)
    choose(card, "Near-duplicates", "without")
    card.page.wait_for_url(re.compile("review_duplicates=without"))
    card.page.reload()
    card.shown()
    expect(more(card)).to_contain_text("More filters: 1")


def test_filters_of_the_history_are_gone_once_cleared_too(card):
    for _ in range(2):
        card.press("a")
    card.saved()
    card.page.get_by_role("link", name="History").click()
    choose(card, "Made", "many at once")
    clear(card)
    field = card.page.get_by_role("searchbox", name="Search")
    field.fill("script")
    field.press("Enter")
    expect(card.page.get_by_text("1 decision matches")).to_be_visible()
    expect(more(card)).not_to_contain_text("1")
    assert "history_made" not in card.page.url

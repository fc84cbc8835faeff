"""Two people on the Review page at once: other cards, a shared one for both, and what comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.engine import Store
from storage.examples import get_example
from storage.projects import set_shared_percent
from storage.tables import Example, Project
from tests.e2e.conftest import Product, profile
from tests.e2e.prepared import prepared_candidates, prepared_project, scripted_teacher
from tests.waiting import wait_until
from ui.review_queue import LEAST_ALONE

pytestmark = [pytest.mark.browser, pytest.mark.long]

Desk = Callable[[str], Page]


@pytest.fixture
def desk(browser: Browser, shared_product: Product) -> Iterator[Desk]:
    """The Review page of a reviewer, each in a browser profile of his own."""
    contexts = []

    def opened(name: str) -> Page:
        context = profile(browser)
        contexts.append(context)
        page = context.new_page()
        page.goto(shared_product.url("review", project="Garden", reviewer=name))
        return page

    yield opened
    for context in contexts:
        context.close()


def expect_card(page: Page, example: Example) -> None:
    expect(page.get_by_test_id("card")).to_have_attribute("data-example", str(example.id))
    expect(page.get_by_test_id("card")).to_have_attribute("data-painted", "true")


def decide(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
    expect(page.get_by_test_id("unsaved")).to_have_text("unsaved: 0")


def test_two_reviewers_see_other_cards_judge_a_shared_one_and_settle_their_disagreement(
    shared_product: Product, product_store: Store, tmp_path: Path, desk: Desk
) -> None:
    project = prepared_project(product_store, "Garden", teacher=scripted_teacher(tmp_path))
    lines = [f"water the [plant : roses] {number} times" for number in range(LEAST_ALONE + 1)]
    rows = prepared_candidates(product_store, project, *lines)
    share_all(product_store, project)
    first, last = rows[0], rows[-1]

    ada = desk("ada")
    expect_card(ada, first)
    ben = desk("ben")
    expect_card(ben, last)
    decide(ben, "a")
    expect(ben.get_by_role("heading", name="Others have what is left")).to_be_visible()

    decide(ada, "x", "Enter")
    wait_until(lambda: now(product_store, first).votes == 1)
    expect_card(ben, first)  # the page looks again by itself
    decide(ben, "a")
    wait_until(lambda: now(product_store, first).votes == 2)

    ben.get_by_role("link", name="Agreement", exact=True).click()
    expect(ben.get_by_role("heading", name="Agreement")).to_be_visible()
    expect(ben).to_have_url(re.compile("reviewer=ben"))
    sides = ben.locator(".st-key-side-0"), ben.locator(".st-key-side-1")
    expect(sides[0]).to_contain_text("ada")
    expect(sides[0]).to_contain_text("rejected it")
    expect(sides[1]).to_contain_text("ben")
    expect(sides[1]).to_contain_text("accepted it as it is")
    ben.get_by_role("button", name="Accept as ben has it").click()
    expect(ben.get_by_text("Settled: accepted as it came.")).to_be_visible()
    assert now(product_store, first).status == "accepted"
    ben.get_by_role("button", name="Undo").click()
    expect(ben.get_by_role("button", name="Reject, as ada did")).to_be_visible()
    assert (now(product_store, first).status, now(product_store, first).votes) == ("pending", 2)


def share_all(store: Store, project: Project) -> None:
    with store.write() as session:
        set_shared_percent(project.id, 100, session=session)


def now(store: Store, example: Example) -> Example:
    with store.read() as session:
        return get_example(example.project_id, example.id, session=session)

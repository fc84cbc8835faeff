"""Accepting all that a filter shows, in a browser, and taking it back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from storage.engine import Store
from storage.examples import count_examples
from storage.filters import ExampleFilter
from storage.tables import Project
from tests.e2e.conftest import Product
from tests.e2e.prepared import prepared_candidates, prepared_project, scripted_teacher

pytestmark = pytest.mark.browser

MANY = 1203
"""More than two pieces of storage.pieces.PIECE."""


@pytest.fixture
def project(product_store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    made = prepared_project(product_store, request.node.name[:60], teacher=scripted_teacher(tmp_path))
    watered = [f"water the [plant : basil] in row {number}" for number in range(MANY)]
    prepared_candidates(product_store, made, *watered, "water nothing", "leave it dry")
    return made


def count(store: Store, project: Project, status: str) -> int:
    with store.read() as session:
        return count_examples(project.id, ExampleFilter(status=status, seeds=False), session=session)


def test_all_that_a_filter_shows_are_accepted_and_undone(
    shared_product: Product, product_store: Store, project: Project, page: Page
) -> None:
    page.goto(shared_product.url("review", project=project.name, review_slot="plant", reviewer="mira"))
    expect(page.get_by_test_id("remaining")).to_have_text(f"{MANY + 2:,}")
    accept_all(page)
    expect(page.get_by_text(f"{MANY:,} candidates accepted.")).to_be_visible()
    assert (count(product_store, project, "accepted"), count(product_store, project, "pending")) == (MANY, 2)
    page.get_by_role("button", name=f"Undo all {MANY:,}").click()
    expect(page.get_by_text(f"{MANY:,} decisions undone.")).to_be_visible()
    assert count(product_store, project, "pending") == MANY + 2


def test_the_key_of_the_card_says_where_many_are_taken_back(
    shared_product: Product, product_store: Store, project: Project, page: Page
) -> None:
    page.goto(shared_product.url("review", project=project.name, review_slot="plant", reviewer="mira"))
    accept_all(page)
    expect(page.get_by_text(f"{MANY:,} candidates accepted.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("undo")).to_be_enabled()
    page.keyboard.press("u")
    expect(page.get_by_test_id("notice")).to_contain_text(f"one of {MANY:,} that were made at once")
    assert count(product_store, project, "accepted") == MANY


def test_what_came_of_many_goes_with_the_next_decision(
    shared_product: Product, product_store: Store, project: Project, page: Page
) -> None:
    page.goto(shared_product.url("review", project=project.name, review_slot="plant", reviewer="mira"))
    accept_all(page)
    told = page.get_by_text(f"{MANY:,} candidates accepted.")
    expect(told).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Show all that is left").click()
    expect(page.get_by_test_id("card")).to_contain_text("water nothing")
    expect(page.get_by_test_id("card")).to_have_attribute("data-painted", "true")
    expect(told).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_test_id("remaining")).to_have_text("1")
    expect(page.get_by_test_id("unsaved")).to_have_text("unsaved: 0")
    expect(told).to_have_count(0)
    assert count(product_store, project, "accepted") == MANY + 1


def accept_all(page: Page) -> None:
    page.get_by_role("button", name="Many at once").click()
    page.get_by_text("Accept all…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(f"{MANY:,} candidates will be accepted.")).to_be_visible()
    expect(dialog.get_by_text("Which: with slot plant.")).to_be_visible()
    expect(dialog.get_by_test_id("slot-mark").filter(has_text=re.compile("basil"))).to_have_count(10)
    dialog.get_by_role("button", name=f"Accept {MANY:,}").click()

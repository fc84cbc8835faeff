"""Getting about without what is not at hand: a mouse at a desk, room on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from backend.domain.schema import Intent, Schema, Slot
from storage.engine import Store
from storage.projects import create_project
from storage.schemas import put_schema
from storage.tables import Project
from tests.e2e.conftest import Product

pytestmark = [pytest.mark.browser, pytest.mark.long]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def project(product_store: Store, request: pytest.FixtureRequest) -> Project:
    with product_store.write() as session:
        made = create_project(request.node.name, teacher="none", session=session)
        put_schema(made.id, Schema((Intent("book_trip", "", ("city",)),), (Slot("city"),)), session=session)
    return made


def test_seeds_are_typed_one_after_another_without_the_mouse(
    shared_product: Product, project: Project, page: Page
) -> None:
    page.goto(shared_product.url("schema", project=project.name))
    page.get_by_label("Seed", exact=True).focus()
    for number, seed in enumerate(("fly to [city : oslo]", "a week in [city : rome]"), start=1):
        page.keyboard.type(seed)
        expect(page.get_by_role("button", name="Save the seed")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"{number} seed{'s' if number > 1 else ''} here")).to_be_visible()
        expect(page.get_by_label("Seed", exact=True)).to_be_focused()
        expect(page.get_by_label("Seed", exact=True)).to_have_value("")


def test_on_a_phone_the_menu_gives_way_once_a_page_is_chosen(
    shared_product: Product, project: Project, page: Page
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(shared_product.url("schema", project=project.name))
    menu = page.get_by_test_id("stSidebar")
    expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_be_visible()
    expect(menu).to_have_attribute("data-collapsed", "true")
    for name in ("Export", "Dataset"):
        page.get_by_test_id("stExpandSidebarButton").click()
        expect(menu).to_have_attribute("data-collapsed", "false")
        menu.get_by_role("link", name=name).click()
        expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_contain_text(name)
        expect(menu).to_have_attribute("data-collapsed", "true")


def test_on_a_low_window_the_page_begins_higher(shared_product: Product, project: Project, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(shared_product.url("review", project=project.name))
    filters = page.locator(".st-key-review-filters")
    expect(page.locator(".st-key-purpose")).to_be_visible()
    high = filters.bounding_box()["y"]
    page.set_viewport_size({"width": 1280, "height": 600})
    expect(page.locator(".st-key-purpose")).to_be_hidden()
    assert filters.bounding_box()["y"] <= high - 60
    expect(page.locator(".st-key-of-project")).to_be_in_viewport()
    seen_through = "document.querySelector('[data-testid=stHeader]')"
    assert page.evaluate(f"getComputedStyle({seen_through}).backgroundColor") == "rgba(0, 0, 0, 0)"

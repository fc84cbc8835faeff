"""What the address holds from page to page, and what the browser remembers beside it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from storage.engine import Store
from tests.e2e.conftest import Product
from tests.e2e.prepared import prepared_project, scripted_teacher

pytestmark = [pytest.mark.browser, pytest.mark.long]

IN_TURN = ("Review", "Plan", "Generate", "Schema & seeds", "Progress")


def address(page: Page) -> list[tuple[str, str]]:
    return sorted(parse_qsl(urlsplit(page.url).query))


def go(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_a_typed_name_stands_once_in_the_address_of_every_page_and_is_remembered(
    shared_product: Product, product_store: Store, page: Page, tmp_path: Path
) -> None:
    prepared_project(product_store, "Garden", teacher=scripted_teacher(tmp_path))
    page.goto(shared_product.url("teacher", project="Garden", task="Try"))
    name = page.get_by_role("textbox", name="Reviewer")
    with page.expect_response("**/remember-reviewer?**") as remembered:
        name.fill("mira")
        name.press("Enter")
    assert remembered.value.status == 204
    for title in IN_TURN:
        go(page, title)
        assert address(page) == [("project", "Garden"), ("reviewer", "mira")]

    page.goto(shared_product.url("export", project="Garden"))
    expect(name).to_have_value("mira")
    go(page, "History")
    assert address(page) == [("project", "Garden"), ("reviewer", "mira")]


def test_a_new_tab_of_the_link_to_projects_is_the_page_of_projects(
    shared_product: Product, product_store: Store, page: Page, tmp_path: Path
) -> None:
    prepared_project(product_store, "Meadow", teacher=scripted_teacher(tmp_path))
    page.goto(shared_product.url("export", project="Meadow"))
    link = page.get_by_test_id("stSidebar").get_by_role("link", name="Projects", exact=True)
    page.goto(link.evaluate("link => link.href"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Projects")
    expect(page.get_by_role("button", name="Open", exact=True)).not_to_have_count(0)

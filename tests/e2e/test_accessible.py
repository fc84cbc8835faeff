"""No page keeps out whoever cannot see it well or uses no mouse: axe-core finds nothing serious on any of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from backend.domain.request import Include, Request
from jobs.demo import make_demo
from jobs.generating import order_generation
from jobs.opening import open_store
from storage.projects import create_project, set_teacher
from storage.tables import Project
from tests.e2e.conftest import DESK, Product
from tests.e2e.prepared import jobs_of, scripted_teacher
from tests.waiting import wait_until
from ui.state import PAGES, PageName

pytestmark = [pytest.mark.browser, pytest.mark.long]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
GRAVE = ("serious", "critical")
PHONE = {"width": 390, "height": 844}
EMPTY = "Empty"

VIEWS: dict[PageName, tuple[dict[str, str], ...]] = {
    "schema": ({"part": "Intents and slots"}, {"way": "Upload a file"}),
    "teacher": ({"task": "Try"}, {"task": "Tune"}),
    "plan": ({"plan_how": "So many in all"},),
}
"""What a page shows besides its first view, by address."""

STILL = """() => Promise.race([
  new Promise((done) => setTimeout(done, 400)),
  Promise.all(
    document.getAnimations().filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
      .map((one) => one.finished.catch(() => undefined)))])"""
"""Whatever moves or fades has come to its end, but for what goes on for ever, or stands still unseen."""

SCAN = "(rules) => axe.run(document, { resultTypes: ['violations'], ...(rules && { runOnly: rules }) })"


@pytest.fixture(scope="module")
def demo(shared_product: Product) -> Iterator[Project]:
    """The demo project with a finished job, whose candidates wait; beside it a project with nothing in it."""
    store = open_store(shared_product.settings)
    made = make_demo(store)
    teacher = scripted_teacher(shared_product.folder)
    with store.write() as session:
        set_teacher(made.id, teacher, session=session)
        create_project(EMPTY, teacher=teacher, session=session)
    order_generation(store, made.id, Request("book_table", include=(Include("restaurant"), Include("day")), count=12))
    wait_until(lambda: jobs_of(store, made)[0].status == "done")
    yield made
    store.close()


def opened(page: Page, product: Product, name: str, **query: str) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(product.url(name, **query))
    expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    if page.viewport_size == PHONE:  # it may open with the page, and closes at once
        expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")


def grave(page: Page, *rules: str) -> list[str]:
    """What axe-core finds; only by these rules where some are given."""
    page.evaluate(STILL)
    page.evaluate(AXE)  # into the page by the debugger: its policy lets no script in
    found = page.evaluate(SCAN, list(rules) or None)["violations"]
    return [_said(rule, node) for rule in found if rule["impact"] in GRAVE for node in rule["nodes"]]


def _said(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{rule['id']} ({rule['impact']}): {node['html'][:300]} at {node['target']}: {node['failureSummary']}"


def themed(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)


def in_both_themes(page: Page) -> list[str]:
    """All rules in light; in dark, where only colours differ, that of the contrast."""
    themed(page, "light")
    light = grave(page)
    themed(page, "dark")
    return light + grave(page, "color-contrast")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_data_keeps_nobody_out(shared_product: Product, demo: Project, page: Page, name: PageName) -> None:
    for view in ({}, *VIEWS.get(name, ())):
        opened(page, shared_product, name, project=demo.name, **view)
        assert in_both_themes(page) == []
    page.set_viewport_size(PHONE)
    opened(page, shared_product, name, project=demo.name)
    assert grave(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_page_keeps_nobody_out(shared_product: Product, demo: Project, page: Page, name: PageName) -> None:
    opened(page, shared_product, name, project=EMPTY)
    assert in_both_themes(page) == []


def test_the_first_visit_keeps_nobody_out(product: Product, page: Page) -> None:
    opened(page, product, "")
    expect(page.get_by_role("button", name="Try the demo")).to_be_visible()
    assert in_both_themes(page) == []


@pytest.mark.parametrize(("box", "at"), [("Intent", "stMain"), ("Reviewer", "stSidebar")])
def test_nothing_lies_over_what_is_typed(shared_product: Product, demo: Project, page: Page, box: str, at: str) -> None:
    opened(page, shared_product, "prototype", project=demo.name)
    page.get_by_test_id(at).get_by_role("textbox", name=box).fill("a name so long that nothing else fits in here")
    hint = page.get_by_test_id(at).get_by_test_id("InputInstructions")
    expect(hint).to_have_count(1)
    expect(hint).to_be_hidden()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_review_card_keeps_nobody_out_whatever_is_open(
    shared_product: Product, demo: Project, page: Page, size: Any
) -> None:
    page.set_viewport_size(size)
    opened(page, shared_product, "review", project=demo.name)
    card = page.get_by_test_id("card")
    expect(card).to_have_attribute("data-painted", "true")
    for key, seen in (("e", "edit-text"), ("x", "card"), ("?", "keys-overlay")):
        page.keyboard.press(key)
        expect(page.get_by_test_id(seen)).to_be_visible()
        assert in_both_themes(page) == [], key
        page.keyboard.press("Escape")
    page.locator("[data-testid=card] details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    assert in_both_themes(page) == []

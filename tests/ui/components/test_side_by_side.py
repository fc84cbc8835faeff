"""Outputs raw and read, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.ui.components.review_server import Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    running = Server(tmp_path_factory.mktemp("side-by-side"), "tests/ui/components/side_by_side_page.py")
    running.start()
    yield f"http://localhost:{running.port}"
    running.kill()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_raw_stands_beside_read_and_below_it_on_a_phone(address, browser: Browser, scheme):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page.goto(address)
    rows = page.locator(".ts-pairs li")
    expect(rows).to_have_count(4)
    raw, read = rows.nth(1).locator(".ts-raw"), rows.nth(1).locator(".ts-read")
    expect(read.get_by_test_id("slot-mark")).to_have_text("rome")
    assert raw.bounding_box()["x"] + raw.bounding_box()["width"] <= read.bounding_box()["x"]
    page.set_viewport_size({"width": 390, "height": 844})
    assert raw.bounding_box()["y"] < read.bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()


def test_what_was_refused_says_why_and_stays_text(address, browser: Browser):
    page = browser.new_page()
    page.goto(address)
    rows = page.locator(".ts-pairs li")
    expect(rows.nth(2).locator(".ts-raw")).to_have_text("<script>window.hit = 1</script>")
    expect(rows.nth(2).locator(".ts-why")).to_contain_text("dropped: could not be read")
    expect(rows.nth(2).locator(".ts-why")).to_contain_text("no bracket in **it**")
    expect(rows.nth(3).get_by_test_id("slot-mark")).to_have_text("rome")
    expect(rows.nth(3).locator(".ts-why")).to_contain_text("already there")
    assert page.evaluate("window.hit === undefined")
    page.close()

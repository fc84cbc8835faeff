"""Highlighted utterances in Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.ui.components.review_server import Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    running = Server(tmp_path_factory.mktemp("annotated"), "tests/ui/components/annotated_page.py")
    running.start()
    yield f"http://localhost:{running.port}"
    running.kill()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_slots_are_named_coloured_and_readable_on_a_phone(address, browser: Browser, scheme):
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.goto(address)
    marks = page.get_by_test_id("slot-mark")
    expect(marks).to_have_count(5)
    first = marks.first
    expect(first).to_have_text("rome")
    expect(first).to_have_attribute("aria-label", "city: rome, mark 1 of 2")
    drawn = first.evaluate(
        "(mark) => [getComputedStyle(mark, '::after').content, getComputedStyle(mark).backgroundColor]"
    )
    assert "city" in drawn[0]
    assert drawn[1] == {"light": "rgb(214, 234, 248)", "dark": "rgb(11, 58, 92)"}[scheme]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()


def test_every_label_of_a_parse_is_shown_around_its_words_or_written_out(address, browser: Browser):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address)
    order, _other, talk, bare = (page.locator(".ts-text").nth(at) for at in range(4, 8))
    topping = order.locator("[data-slot=ORDER] [data-slot=PIZZA] [data-slot=NOT] [data-slot=TOPPING]")
    expect(topping).to_have_text("<b>onions</b>")
    expect(order).to_have_text("i want a big pizza without <b>onions</b> please")
    expect(talk.locator("[data-slot='SL:WHEN'] [data-slot='IN:GET_TIME'] [data-slot='SL:DAY']")).to_have_text("friday")
    expect(bare.locator(".ts-written")).to_have_text("[IN:FIND ]")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()


def test_text_and_notes_stay_text(address, browser: Browser):
    page = browser.new_page()
    page.goto(address)
    lines = page.locator(".ts-utterances .ts-text")
    expect(lines.nth(1)).to_have_text("<script>window.hit = 1</script> =cmd()")
    expect(page.locator(".ts-note").nth(1)).to_have_text("**pending**")
    assert lines.nth(2).evaluate("(line) => getComputedStyle(line).direction") == "rtl"
    assert page.evaluate("window.hit === undefined")
    page.close()

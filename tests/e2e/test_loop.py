"""The whole loop as a new user goes through it, with the real embedded teacher."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backend.formats.upload import read_upload
from backend.teacher.packaged import DEFAULT_TEACHER
from tests.e2e.conftest import Product

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.long]

SEEDS = (
    "water the [plant : basil] [time : tonight]",
    "please give the [plant : roses] some water [time : tomorrow morning]",
    "remind me to water the [plant : ferns] [time : at noon]",
)
TEACHER_PATIENCE_MS = 300_000
"""Loading and converting the weights, and writing sixteen outputs, on two busy cores."""


def test_from_nothing_to_an_exported_training_set(product: Product, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    create_project(page, product)
    add_intent(page)
    for seed in SEEDS:
        type_seed(page, seed)
    generate(page)
    accepted = review(page)
    rows = export(page, product)
    generated = [row for row in rows if row["origin"] == "generated"]
    assert len(rows) == len(SEEDS) + len(accepted)
    assert sorted(row["text"] for row in generated) == sorted(accepted)
    assert all(row["intent"] == "water_plant" for row in rows)
    assert all(row["provenance"]["teacher"]["name"] == DEFAULT_TEACHER for row in generated)
    assert all(len(row["tokens"]) == len(row["tags"]) for row in rows)
    assert complaints == []


def create_project(page: Page, product: Product) -> None:
    page.goto(product.url())
    page.get_by_role("textbox", name="Name").fill("Garden")
    page.get_by_role("button", name="Create project").click()
    expect(page.get_by_role("heading", name="Schema & seeds")).to_be_visible()


def add_intent(page: Page) -> None:
    page.get_by_role("button", name="Add an intent").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill("water_plant")
    dialog.get_by_role("textbox", name="Slots that its utterances may hold").fill("plant, time")
    dialog.get_by_role("button", name="Save intent").click()
    expect(dialog).to_be_hidden()


def type_seed(page: Page, seed: str) -> None:
    page.get_by_role("textbox", name="Seed", exact=True).fill(seed)
    preview = page.get_by_test_id("slot-mark").first
    expect(preview).to_be_visible()
    page.get_by_role("button", name="Save the seed").click()
    # The saved one's box may be there a moment longer, behind the new one's.
    expect(page.get_by_role("textbox", name="Seed", exact=True).first).to_have_value("")
    expect(page.get_by_role("textbox", name="Seed", exact=True)).to_have_count(1)


def generate(page: Page) -> None:
    page.get_by_role("link", name="Generate", exact=True).click()
    expect(page.get_by_role("heading", name="Generate")).to_be_visible()
    page.get_by_role("spinbutton", name="How many").fill("16")
    page.get_by_role("spinbutton", name="How many").press("Enter")
    page.get_by_role("button", name="Generate", exact=True).click()
    expect(page.get_by_text(re.compile(r"16 of 16 outputs, \d+ kept, in"))).to_be_visible(timeout=TEACHER_PATIENCE_MS)


def review(page: Page) -> list[str]:
    """Accept by key, reload in the middle, reject the last; returns the accepted texts.

    The page is reloaded after the first decision, and again after every second one.
    """
    page.get_by_role("link", name="Review", exact=True).click()
    remaining = page.get_by_test_id("remaining")
    expect(remaining).to_have_text(re.compile(r"^[1-9]\d*$"))
    left = int(remaining.inner_text())
    assert left >= 3, "the teacher wrote too little to review"
    first = left - 1
    accepted: list[str] = []
    while left:
        expect(page.get_by_test_id("card")).to_have_attribute("data-painted", "true")
        if left > 1:
            accepted.append(str(page.get_by_test_id("card-text").text_content()))
            page.keyboard.press("a")
        else:
            page.keyboard.press("x")
            page.keyboard.press("Enter")
        left -= 1
        if left:
            expect(page.get_by_test_id("remaining")).to_have_text(str(left))
            expect(page.get_by_test_id("unsaved")).to_have_text("unsaved: 0")
        if left == first or (left and left % 2 == 0):
            page.reload()
            expect(page.get_by_test_id("remaining")).to_have_text(str(left))
    return accepted


def export(page: Page, product: Product) -> list[dict]:  # type: ignore[type-arg]
    page.get_by_role("link", name="Export", exact=True).click()
    page.get_by_role("button", name="Export", exact=True).click()
    expect(page.get_by_text("written, read again and compared")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the data").click()
    data = Path(download.value.path()).read_bytes()
    assert data == (product.exports / download.value.suggested_filename).read_bytes()
    reading = read_upload("Garden.jsonl", data, intent=None, language="en", schema=None)
    assert reading.errors == ()
    return [json.loads(line) for line in data.decode().splitlines()]

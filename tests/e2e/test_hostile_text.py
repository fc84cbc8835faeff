"""Markup, formulas and right-to-left text of people and teachers: text on every page, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Request, expect

from backend.domain.notation import escape
from backend.domain.schema import Intent, Schema, Slot
from storage.engine import Store
from storage.tables import Project
from tests.e2e.conftest import Product
from tests.e2e.prepared import prepared_candidates, prepared_project, scripted_teacher

pytestmark = [pytest.mark.browser, pytest.mark.long]

SCRIPT = "<script>window.hacked=1</script>"
IMAGE = "![x](http://example.invalid/x.png)"
ELEMENT = "<img src=http://example.invalid/y.png onerror=window.hacked=1>"
FORMULA = "=cmd()"
RIGHT_TO_LEFT = "להשקות את הבזיליקום"
HOSTILE = (SCRIPT, IMAGE, ELEMENT, FORMULA, RIGHT_TO_LEFT)
SCHEMA = Schema(
    (Intent("water_plant", f"see {IMAGE} {SCRIPT}", ("plant",)),), (Slot("plant", f"at {IMAGE} {SCRIPT}", HOSTILE),)
)
COUNT = 24
"""Enough for the scripted teacher to have drawn each of its replies."""


@pytest.fixture
def project(product_store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    """Hostile seeds and candidates, and a teacher that writes hostile outputs, some kept and some dropped."""
    kept = [f"{escape(text)} {{asked}} {{unique}}" for text in HOSTILE]
    teacher = scripted_teacher(tmp_path, *kept, *HOSTILE)
    seeds = [f"{escape(text)} [plant : {escape(text)}]" for text in HOSTILE]
    made = prepared_project(product_store, request.node.name[:60], teacher=teacher, schema=SCHEMA, seeds=seeds)
    candidates = [f"please {escape(text)} the [plant : {escape(text)}]" for text in HOSTILE]
    prepared_candidates(product_store, made, *candidates, schema=SCHEMA)
    return made


@pytest.fixture
def watched(shared_product: Product, page: Page) -> Iterator[Page]:
    """A page of which every request is seen, and every dialog; at the end none went anywhere else."""
    foreign: list[str] = []
    own = (shared_product.url(), "data:", "blob:")

    def look(request: Request) -> None:
        if not request.url.startswith(own):
            foreign.append(request.url)

    page.context.on("request", look)  # also those of a page that it might open
    page.on("dialog", lambda dialog: foreign.append(dialog.message))
    yield page
    page.context.remove_listener("request", look)
    assert foreign == []


def open_page(page: Page, product: Product, name: str, project: Project, **address: str) -> None:
    page.goto(product.url(name, project=project.name, **address))
    expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_be_visible()


def expect_texts(page: Page, *texts: str) -> None:
    """Each is on the page as visible text, or as the text of a table's cell, which is drawn on a canvas."""
    for text in texts:
        cell = page.locator("canvas td[role=gridcell]").filter(has_text=text)
        expect(page.get_by_text(text).locator("visible=true").or_(cell).first).to_be_attached()


def expect_harmless(page: Page) -> None:
    """Nothing of the text became an element or ran."""
    assert page.evaluate("window.hacked") is None
    expect(page.locator("img[src*='example.invalid'], a[href*='example.invalid']")).to_have_count(0)
    expect(page.locator("script").filter(has_text="hacked")).to_have_count(0)


def test_schema_and_seeds_show_it_as_text(shared_product: Product, project: Project, watched: Page) -> None:
    open_page(watched, shared_product, "schema", project)
    expect_texts(watched, *HOSTILE)
    expect_harmless(watched)
    watched.get_by_role("textbox", name="Seed", exact=True).fill(f"[plant : {escape(IMAGE)}] {SCRIPT} {ELEMENT}")
    expect(watched.get_by_test_id("slot-mark").filter(has_text=IMAGE).first).to_be_visible()
    expect_harmless(watched)
    open_page(watched, shared_product, "schema", project, part="Intents and slots")
    expect_texts(watched, f"see {IMAGE} {SCRIPT}", f"at {IMAGE} {SCRIPT}", *HOSTILE)
    expect_harmless(watched)
    open_page(watched, shared_product, "schema", project, way="Upload a file")
    rows = "\n".join(f"{text} [" for text in HOSTILE)
    file = FilePayload(name=f"{FORMULA}.txt", mimeType="text/plain", buffer=rows.encode())
    watched.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    expect(watched.get_by_text(f"0 good lines, {len(HOSTILE)} refused. Nothing is saved yet.")).to_be_visible()
    expect_texts(watched, *HOSTILE)
    expect_harmless(watched)


def test_generate_shows_what_the_teacher_writes_as_text(
    shared_product: Product, project: Project, watched: Page
) -> None:
    open_page(watched, shared_product, "generate", project, count=str(COUNT), slots="Slot by slot")
    watched.get_by_role("combobox", name="What this slot is to be").click()
    for text in HOSTILE:
        expect(watched.get_by_role("option", name=text, exact=True)).to_be_attached()
    watched.get_by_role("option", name="any value (*)").click()
    watched.get_by_text("The prompt as it will be sent").click()
    expect(watched.get_by_test_id("stCode").filter(has_text=SCRIPT)).to_be_visible()
    expect_harmless(watched)
    watched.get_by_role("button", name="Generate", exact=True).click()
    expect(watched.get_by_text(re.compile(rf"^{COUNT} of {COUNT} outputs, [1-9]\d* kept"))).to_be_visible()
    expect(watched.get_by_text("Latest candidates")).to_be_visible()
    expect(watched.get_by_text("Latest dropped outputs")).to_be_visible()
    expect_texts(watched, *HOSTILE)
    expect_harmless(watched)


def test_review_shows_it_as_text(shared_product: Product, project: Project, watched: Page) -> None:
    open_page(watched, shared_product, "review", project)
    for text in HOSTILE:
        card = watched.locator("[data-testid=card][data-painted=true]")
        expect(card.get_by_test_id("card-text")).to_contain_text(f"please {text} the {text}")
        expect(card.get_by_test_id("seeds")).to_contain_text(text)
        expect_harmless(watched)
        watched.keyboard.press("e")
        expect(card.get_by_test_id("edit-notation")).to_have_value(re.compile(r"^please .* the \[plant : "))
        expect_harmless(watched)
        watched.keyboard.press("Escape")
        expect(card.get_by_test_id("skip")).to_be_enabled()
        card.get_by_test_id("skip").click()
        expect(card.get_by_test_id("card-text")).not_to_contain_text(text)
    expect(watched.get_by_test_id("unsaved")).to_have_text("unsaved: 0")


def test_dataset_shows_it_as_text(shared_product: Product, project: Project, watched: Page) -> None:
    open_page(watched, shared_product, "dataset", project)
    expect_texts(watched, *HOSTILE)
    expect_harmless(watched)
    for text in (SCRIPT, IMAGE, ELEMENT):
        open_page(watched, shared_product, "dataset", project, search=text)
        expect(watched.get_by_text(re.compile(r"^2 \w+ match"))).to_be_visible()
        expect_texts(watched, f"please {text} the {text}")
        expect_harmless(watched)


def test_an_example_in_full_shows_it_as_text(
    shared_product: Product, project: Project, product_store: Store, watched: Page
) -> None:
    lines = [f"look at {escape(text)}" for text in (SCRIPT, IMAGE, ELEMENT)]
    for example in prepared_candidates(product_store, project, *lines, schema=SCHEMA):
        open_page(watched, shared_product, "dataset", project, example=str(example.id))
        shown = watched.locator(f".st-key-example-{example.id}")
        expect(shown.get_by_text(example.text).locator("visible=true").first).to_be_visible()
        expect_harmless(watched)


def test_export_shows_it_as_text(shared_product: Product, project: Project, watched: Page) -> None:
    open_page(watched, shared_product, "export", project)
    watched.get_by_role("button", name="Export", exact=True).click()
    expect(watched.get_by_text("written, read again and compared")).to_be_visible()
    expect_harmless(watched)
    with watched.expect_download() as download:
        watched.get_by_role("button", name="Download the data").click()
    rows = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert [json.loads(row)["text"] for row in rows] == [f"{text} {text}" for text in HOSTILE]

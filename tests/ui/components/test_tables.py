"""Tables of Streamlit, in Chromium: what they hold leaves the page by our own, spreadsheet-safe download only."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from backend.formats.upload import read_upload
from storage.engine import Store
from storage.tables import Project
from tests.ui.components.review_server import TOTAL, Server

pytestmark = pytest.mark.browser


def test_a_table_offers_its_search_but_not_its_own_csv(
    server: Server, project: Project, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(server.review(project).replace("/review", "/dataset"))
    page.get_by_test_id("stDataFrame").hover()
    toolbar = page.get_by_test_id("stElementToolbar")
    expect(toolbar.get_by_role("button", name="Search")).to_be_visible()
    expect(toolbar.locator('[aria-label^="Download as CSV"]')).to_be_hidden()
    page.close()


def test_what_the_filter_matches_is_downloaded_and_no_formula_runs(
    server: Server, store: Store, project: Project, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"{server.review(project).replace('/review', '/dataset')}&only_status=pending")
    with page.expect_download() as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name="Download as CSV").click()
    assert download.value.suggested_filename == f"{project.name}.csv"
    data = Path(download.value.path()).read_bytes()
    reading = read_upload("again.csv", data, intent=None, language="en", schema=None)
    assert len(reading.lines) == TOTAL
    assert not reading.errors
    page.close()

"""Generations that are interrupted: killed, reloaded, ordered twice, cancelled."""

from __future__ import annotations

import re
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.tables import Project
from tests.e2e.conftest import Product
from tests.e2e.prepared import go_on, jobs_of, outputs_of, prepared_project, scripted_teacher
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.long]

COUNT = 30
FIRST_OUTPUTS = 5
"""How many outputs the teacher writes until the interruption came: some, and by far not all."""


@pytest.fixture
def project(product_store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    teacher = scripted_teacher(tmp_path, pause_after=FIRST_OUTPUTS)
    return prepared_project(product_store, request.node.originalname[:60], teacher=teacher)


def open_generate(page: Page, product: Product, project: Project) -> None:
    page.goto(product.url("generate", project=project.name, count=str(COUNT)))
    expect(page.get_by_role("button", name="Generate", exact=True)).to_be_enabled()


def generate_until_the_middle(page: Page, product: Product, store: Store, project: Project) -> None:
    open_generate(page, product, project)
    page.get_by_role("button", name="Generate", exact=True).click()
    wait_until(lambda: bool(jobs_of(store, project)) and len(outputs_of(store, project)) == FIRST_OUTPUTS)


def expect_complete(page: Page, store: Store, project: Project) -> None:
    """The page says that the job is done, and the database holds each of its outputs once, in one job."""
    expect(page.get_by_text(re.compile(rf"^{COUNT} of {COUNT} outputs, {COUNT} kept, in"))).to_be_visible()
    (job,) = jobs_of(store, project)
    assert job.status == "done"
    assert outputs_of(store, project) == set(range(COUNT))
    with store.read() as session:
        rows = find_examples(project.id, ExampleFilter(origin="generated"), limit=2 * COUNT, session=session)
    assert len(rows) == len({row.text for row in rows}) == COUNT


def worker_of(product: Product) -> psutil.Process:
    assert product.process is not None
    (worker,) = psutil.Process(product.process.pid).children()
    return worker


def test_a_killed_server_goes_on_with_the_job_when_it_is_started_again(
    shared_product: Product, product_store: Store, project: Project, page: Page, tmp_path: Path
) -> None:
    generate_until_the_middle(page, shared_product, product_store, project)
    shared_product.kill()
    (job,) = jobs_of(product_store, project)
    assert job.status == "running"
    go_on(tmp_path)
    shared_product.start()
    page.reload()
    expect_complete(page, product_store, project)


def test_a_killed_worker_is_replaced_and_the_job_goes_on(
    shared_product: Product, product_store: Store, project: Project, page: Page, tmp_path: Path
) -> None:
    generate_until_the_middle(page, shared_product, product_store, project)
    killed = worker_of(shared_product)
    killed.kill()
    go_on(tmp_path)
    expect_complete(page, product_store, project)
    assert worker_of(shared_product).pid != killed.pid


def test_reloading_and_closing_the_tab_change_nothing(
    shared_product: Product, product_store: Store, project: Project, page: Page, tmp_path: Path
) -> None:
    first, browser = page, page.context
    generate_until_the_middle(first, shared_product, product_store, project)
    first.reload()
    expect(first.get_by_role("button", name="Generating…")).to_be_disabled()
    first.close()
    go_on(tmp_path)
    second = browser.new_page()
    second.goto(shared_product.url("generate", project=project.name, count=str(COUNT)))
    expect_complete(second, product_store, project)


def test_two_tabs_that_press_generate_at_once_make_one_job(
    shared_product: Product, product_store: Store, project: Project, page: Page, tmp_path: Path
) -> None:
    tabs = [page, page.context.new_page()]
    for tab in tabs:
        open_generate(tab, shared_product, project)
    moment = tabs[0].evaluate("Date.now() + 300")
    for tab in tabs:
        button = tab.get_by_role("button", name="Generate", exact=True)
        button.evaluate("(button, moment) => { setTimeout(() => button.click(), moment - Date.now()) }", moment)
    for tab in tabs:
        expect(tab.get_by_role("button", name="Generating…")).to_be_disabled()
    assert len(jobs_of(product_store, project)) == 1
    go_on(tmp_path)
    for tab in tabs:
        expect_complete(tab, product_store, project)


def test_cancelling_stops_the_job_and_keeps_what_is_stored(
    shared_product: Product, product_store: Store, project: Project, page: Page
) -> None:
    generate_until_the_middle(page, shared_product, product_store, project)
    before = outputs_of(product_store, project)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text(re.compile(r"· cancelled$"))).to_be_visible()
    (job,) = jobs_of(product_store, project)
    assert job.status == "cancelled"
    stored = outputs_of(product_store, project)
    assert before == stored
    expect(page.get_by_text(re.compile(rf"^{len(stored)} of {COUNT} outputs, {len(stored)} kept, in"))).to_be_visible()
    expect(page.get_by_role("button", name="Generate", exact=True)).to_be_enabled()

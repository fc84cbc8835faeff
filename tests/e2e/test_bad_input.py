"""Input that is refused: the message is on the page, and the database is as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from sqlmodel import select

from storage.decisions import decisions_of
from storage.engine import Store
from storage.examples import get_example
from storage.projects import project_by_id
from storage.schemas import load_schema
from storage.tables import Example, Project
from tests.e2e.conftest import Product
from tests.e2e.prepared import (
    INTENT,
    SCHEMA,
    SEEDS,
    jobs_of,
    outputs_of,
    prepared_candidates,
    prepared_project,
    scripted_teacher,
)
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.long]

CSV = """text,intent
mist the [plant : orchids] [time : twice a week],water_plant
mist the [plant : orchids twice a week,water_plant
"could the [plant : cactus] have a drop [time : today]",water_plant
"""


@pytest.fixture
def project(product_store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    return prepared_project(product_store, request.node.name[:60], teacher=scripted_teacher(tmp_path, pause_after=1))


def texts(store: Store, project: Project) -> list[str]:
    with store.read() as session:
        found = session.exec(select(Example).where(Example.project_id == project.id)).all()
    return [example.text for example in found]


def open_upload(page: Page, product: Product, project: Project) -> None:
    page.goto(product.url("schema", project=project.name, way="Upload a file"))
    expect(page.get_by_test_id("stFileUploaderDropzone")).to_be_visible()


def test_a_csv_with_a_broken_line_names_it_and_leaves_the_good_lines_to_the_person(
    shared_product: Product, product_store: Store, project: Project, page: Page
) -> None:
    open_upload(page, shared_product, project)
    before = texts(product_store, project)
    csv = FilePayload(name="garden.csv", mimeType="text/csv", buffer=CSV.encode())
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(csv)
    expect(page.get_by_text("2 good lines, 1 refused. Nothing is saved yet.")).to_be_visible()
    expect(page.get_by_text("Line 3: opening bracket that is never closed")).to_be_visible()
    assert texts(product_store, project) == before
    page.get_by_role("button", name="Save 2 seeds").click()
    expect(page.get_by_text("2 seeds saved.")).to_be_visible()
    saved = ["mist the orchids twice a week", "could the cactus have a drop today"]
    assert texts(product_store, project) == [*before, *saved]


def test_a_typed_seed_over_an_unknown_slot_is_not_saved(
    shared_product: Product, product_store: Store, project: Project, page: Page
) -> None:
    before = texts(product_store, project)
    page.goto(shared_product.url("schema", project=project.name))
    page.get_by_role("textbox", name="Seed", exact=True).fill("water the [pot : blue one]")
    expect(page.get_by_text("The schema does not have all of these labels.")).to_be_visible()
    expect(page.get_by_text("unknown slot 'pot'")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Save the seed"))).to_have_count(0)
    page.get_by_role("textbox", name="Seed", exact=True).press("Control+Enter")
    expect(page.get_by_role("button", name="Add the labels and save the seed")).to_be_visible()
    assert texts(product_store, project) == before
    with product_store.read() as session:
        assert load_schema(project.id, session=session) == SCHEMA


def test_an_upload_of_30_megabytes_is_refused(
    shared_product: Product, product_store: Store, project: Project, page: Page, tmp_path: Path
) -> None:
    before = texts(product_store, project)
    line = b"water the [plant : basil] [time : tonight]\n"
    large = tmp_path / "large.txt"
    large.write_bytes(line * (30 * 2**20 // len(line)))
    open_upload(page, shared_product, project)
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(large)
    expect(page.get_by_text("File must be 25.0MB or smaller.")).to_be_visible()
    expect(page.get_by_text("Nothing is saved yet.")).to_have_count(0)
    assert texts(product_store, project) == before


def test_an_intent_is_not_deleted_while_its_job_runs(
    shared_product: Product, product_store: Store, project: Project, page: Page
) -> None:
    seeds = texts(product_store, project)
    page.goto(shared_product.url("generate", project=project.name, count="10"))
    page.get_by_role("button", name="Generate", exact=True).click()
    wait_until(lambda: bool(jobs_of(product_store, project)) and len(outputs_of(product_store, project)) == 1)
    other = page.context.new_page()
    other.goto(shared_product.url("schema", project=project.name, part="Intents and slots"))
    other.get_by_role("button", name="Delete").first.click()
    dialog = other.get_by_role("dialog")
    dialog.get_by_role("button", name="Delete intent").click()
    expect(dialog.get_by_text("This cannot be done now")).to_be_visible()
    expect(dialog.get_by_text(f"a job is still writing utterances for intent '{INTENT}'")).to_be_visible()
    with product_store.read() as session:
        assert [intent.name for intent in load_schema(project.id, session=session).intents] == [INTENT]
    assert texts(product_store, project)[: len(SEEDS)] == seeds
    (job,) = jobs_of(product_store, project)
    assert job.status == "running"
    page.get_by_role("button", name="Cancel").click()
    wait_until(lambda: jobs_of(product_store, project)[0].status == "cancelled")


def test_the_second_of_two_tabs_that_decide_on_one_candidate_is_told(
    shared_product: Product, product_store: Store, project: Project, page: Page
) -> None:
    line = "soak the [plant : hydrangea] [time : before noon]"
    one, _other = prepared_candidates(product_store, project, line, "spray the [plant : mint] [time : later]")
    first, second = page, page.context.new_page()
    for tab in (first, second):
        tab.goto(shared_product.url("review", project=project.name))
        expect(tab.locator(f"[data-testid=card][data-example='{one.id}'][data-painted=true]")).to_be_visible()
    first.keyboard.press("a")
    wait_until(lambda: len(decided(product_store, one)) == 1)
    second.keyboard.press("x")
    second.keyboard.press("Enter")
    notice = second.get_by_test_id("notice")
    expect(notice).to_contain_text("was changed meanwhile, in another window or by somebody else; it is accepted now")
    expect(notice).to_contain_text("soak the hydrangea before noon")
    for tab in (first, second):
        expect(tab.get_by_test_id("unsaved")).to_have_text("unsaved: 0")
        expect(tab.get_by_test_id("remaining")).to_have_text("1")
    assert decided(product_store, one) == ["accept"]
    with product_store.read() as session:
        assert get_example(project.id, one.id, session=session).status == "accepted"


def decided(store: Store, example: Example) -> list[str]:
    with store.read() as session:
        return [decision.action for decision in decisions_of(example.id, session=session)]


def test_a_teacher_that_does_not_exist_is_refused_and_the_old_one_stays(
    shared_product: Product, product_store: Store, project: Project, page: Page
) -> None:
    page.goto(shared_product.url("generate", project=project.name))
    page.get_by_role("button", name="Change").click()
    choice = page.get_by_role("combobox", name="Teacher of this project")
    choice.fill("no-such-teacher")
    choice.press("Enter")
    page.get_by_role("button", name="Use this teacher").click()
    expect(page.get_by_text("Something needed is not available")).to_be_visible()
    expect(page.get_by_text("unknown teacher 'no-such-teacher'")).to_be_visible()
    with product_store.read() as session:
        assert project_by_id(project.id, session=session).teacher == project.teacher

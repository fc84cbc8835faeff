"""A database that cannot be used: one of a newer version, and a disk that takes nothing more."""

from __future__ import annotations

import re
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jobs.opening import open_store
from storage.decisions import decisions_of
from storage.engine import Store
from tests.e2e.conftest import Product
from tests.e2e.prepared import prepared_candidates, prepared_project, scripted_teacher

pytestmark = pytest.mark.browser


def test_a_database_of_a_newer_version_is_named_and_left_as_it_is(tmp_path: Path, page: Page) -> None:
    newer = Product(tmp_path)
    open_store(newer.settings).close()
    file = newer.settings.data_dir / "teachset.sqlite"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = file.read_bytes()
    newer.start()
    try:
        page.goto(newer.url())
        expect(page.get_by_text("Something needed is not available")).to_be_visible()
        expect(page.get_by_text("the database was made by a newer Teachset, version '9999'")).to_be_visible()
        expect(page.get_by_text("Nothing was changed.")).to_be_visible()
    finally:
        newer.kill()
    assert file.read_bytes() == before


@contextmanager
def no_space_for(product: Product) -> Iterator[None]:
    """Nothing that the server writes to a file is taken while the block runs."""
    assert product.process is not None
    usual = resource.prlimit(product.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(product.process.pid, resource.RLIMIT_FSIZE, (0, usual[1]))
    try:
        yield
    finally:
        resource.prlimit(product.process.pid, resource.RLIMIT_FSIZE, usual)


def test_a_decision_that_cannot_be_written_stays_unsaved_until_there_is_space(
    shared_product: Product, product_store: Store, page: Page, tmp_path: Path
) -> None:
    project = prepared_project(product_store, "Full", teacher=scripted_teacher(tmp_path))
    lines = ("soak the [plant : hydrangea] [time : before noon]", "spray the [plant : mint] [time : later]")
    one, other = prepared_candidates(product_store, project, *lines)
    page.goto(shared_product.url("review", project=project.name))
    expect(page.locator(f"[data-testid=card][data-example='{one.id}'][data-painted=true]")).to_be_visible()
    with no_space_for(shared_product):
        page.keyboard.press("a")
        expect(page.get_by_test_id("later")).to_have_text(re.compile(r"disk.*Nothing was saved\."))
        expect(page.get_by_test_id("unsaved")).to_have_text("unsaved: 1")
        expect(page.locator(f"[data-testid=card][data-example='{other.id}']")).to_be_visible()
        with product_store.read() as session:
            assert decisions_of(one.id, session=session) == []
    expect(page.get_by_test_id("unsaved")).to_have_text("unsaved: 0")
    expect(page.get_by_test_id("later")).to_be_empty()
    with product_store.read() as session:
        assert [decision.action for decision in decisions_of(one.id, session=session)] == ["accept"]

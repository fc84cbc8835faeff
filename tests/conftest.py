"""Shared by all tests: a data folder of its own for each, and a store in it."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from jobs.opening import open_store
from jobs.settings import Settings, settings
from storage.engine import Store
from storage.examples import add_examples
from storage.projects import create_project
from storage.schemas import put_schema
from storage.tables import Example, Project
from tests.browsing import BROWSING
from tests.garbage import look_for_garbage_seldom
from tests.memory import memory

# How long an example takes says nothing of the code while another test runs beside it.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")

TRAVEL = Schema(
    (Intent("book_trip", "Book a trip.", ("city", "day")), Intent("cancel_trip", "", ("day",))),
    (Slot("city", "", ("oslo", "rome")), Slot("day")),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long are begun first, so that no process is left with one of them at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    look_for_garbage_seldom()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Function | None) -> Iterator[None]:
    yield
    if nextitem is None or "browser" not in getattr(nextitem, "fixturenames", ()):
        BROWSING.end()


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """AppTest leaves the script that it ran as the main module, which a process that a later test forks would run."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Every test has its own databases; none ever touches the real ones."""
    in_memory = memory()
    folder = tmp_path / "data" if in_memory is None else Path(tempfile.mkdtemp(prefix="teachset-", dir=in_memory))
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("TEACHSET_DATA_DIR", str(folder))
    monkeypatch.setenv("TEACHSET_EXPORT_DIR", str(tmp_path / "exports"))
    monkeypatch.setenv("TEACHSET_ENCODER", "")  # workers find nothing out, save where a test wants them to
    unset = ("TEACHSET_DATABASE_URL", "TEACHSET_JOBS_DATABASE_URL", "TEACHSET_TEACHER", "TEACHSET_OPENAI_API_KEY")
    for name in (*unset, "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    yield folder
    settings.cache_clear()
    if in_memory is not None:
        shutil.rmtree(folder, ignore_errors=True)  # a process that is just being killed may still write to it


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables and nothing in them, to be copied: running every migration takes longer."""
    made = Settings(data_dir=tmp_path_factory.mktemp("migrated"), database_url="", jobs_database_url="")
    open_store(made).close()
    return made.data_dir / "teachset.sqlite"


@pytest.fixture
def tables(data_dir: Path, migrated: Path) -> Path:
    """The test's own database, with its tables."""
    return Path(shutil.copy(migrated, data_dir))


@pytest.fixture
def store(tables: Path) -> Iterator[Store]:
    opened = open_store(Settings())
    yield opened
    opened.close()


@pytest.fixture
def obedient(tmp_path: Path) -> str:
    """The name of a scripted teacher that writes what it is asked."""
    script = tmp_path / "obedient.json"
    script.write_text(json.dumps({"obedient": True}))
    return f"scripted:{script}"


@pytest.fixture
def project(store: Store, obedient: str) -> Project:
    """A project with the schema TRAVEL and two seeds of book_trip."""
    with store.write() as session:
        made = create_project("Travel", teacher=obedient, session=session)
        put_schema(made.id, TRAVEL, session=session)
        seeds = (
            Utterance("take me to rome on monday", "book_trip", "en", (Span(11, 15, "city"), Span(19, 25, "day"))),
            Utterance("i want a weekend in oslo", "book_trip", "en", (Span(20, 24, "city"),)),
        )
        add_examples(made.id, seeds, origin="seed", status="accepted", provenance={}, session=session)
        return made


def pending(store: Store, project: Project, *texts: str) -> tuple[Example, ...]:
    """Candidates of book_trip without slots, waiting for review."""
    with store.write() as session:
        utterances = [Utterance(text, "book_trip") for text in texts]
        added = add_examples(
            project.id, utterances, origin="imported", status="pending", provenance={}, session=session
        )
    return added.examples

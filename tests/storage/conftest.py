"""The store of a test on SQLite, or, where the test asks for it, on a PostgreSQL of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.opening import open_store
from jobs.settings import Settings
from storage.engine import Store
from storage.migrate import migrate
from tests.postgres import Cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    try:
        made.start()
        yield made
    finally:
        made.end()


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """The name of a database with the tables in it, to be copied."""
    store = Store(cluster.database())
    migrate(store)
    store.close()
    return str(store.engine.url.database)


@pytest.fixture
def address(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[str]:
    """Of an empty database without tables; parametrised as `store` is."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield Settings().storage_url
        return
    cluster = request.getfixturevalue("cluster")
    made = cluster.database()
    yield made
    cluster.drop(made)


@pytest.fixture
def store(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Store]:
    """Empty, with its tables. `on_both` runs a test on both databases."""
    if getattr(request, "param", "sqlite") == "sqlite":
        request.getfixturevalue("tables")
        opened = open_store(Settings())
        yield opened
        opened.close()
        return
    cluster, template = (request.getfixturevalue(name) for name in ("cluster", "template"))
    opened = Store(cluster.database(template))
    yield opened
    opened.close()
    cluster.drop(opened.url)

"""The product as it is served: asgi.py with its worker, and a real Chromium."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from jobs.opening import open_store
from jobs.settings import Settings
from storage.engine import Store
from tests.browsing import BROWSING, new_profile

ROOT = Path(__file__).parents[2]
PATIENCE_MS = 120_000
DESK = {"width": 1280, "height": 1000}


class Product:
    """`python asgi.py` on a data folder of its own; `start` returns once it listens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None

    @property
    def settings(self) -> Settings:
        """Of this product, whatever the environment of the tests says."""
        return Settings(data_dir=self.folder / "data", database_url="", jobs_database_url="")

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    def url(self, page: str = "", **query: str) -> str:
        return f"http://127.0.0.1:{self.port}/{page}" + (f"?{urlencode(query)}" if query else "")

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("TEACHSET_")},
            "TEACHSET_DATA_DIR": str(self.folder / "data"),
            "TEACHSET_EXPORT_DIR": str(self.exports),
            "TEACHSET_PORT": str(self.port),
            "TEACHSET_ENCODER": "",  # its weights would take the tests' time
        }

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "asgi.py"], cwd=ROOT, env=self.environment, text=True, stdout=subprocess.PIPE
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "URL:" in line:
                return
        raise AssertionError("the server ended before it listened")

    def kill(self) -> None:
        """SIGKILL, as no server would choose to go."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.communicate()
            self.process = None


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    made = Product(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def shared_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One server for a module whose tests each have a project of their own."""
    made = Product(tmp_path_factory.mktemp("product"))
    made.start()
    yield made
    made.kill()


@pytest.fixture
def product_store(shared_product: Product) -> Iterator[Store]:
    """The tables of the shared server, seen from beside it."""
    opened = open_store(shared_product.settings)
    yield opened
    opened.close()


@pytest.fixture
def browser() -> Browser:
    return BROWSING.browser()


def profile(browser: Browser) -> BrowserContext:
    """A profile that knows nothing yet, on a desk's screen, and patient."""
    return new_profile(browser, **DESK, patience_ms=PATIENCE_MS)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A profile of the test's own, on which it may listen and change what it likes."""
    made = profile(browser)
    yield made
    made.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Of a profile that is cleared for every test."""
    with BROWSING.profile("127.0.0.1", **DESK, patience_ms=PATIENCE_MS) as shared:
        yield shared.new_page()

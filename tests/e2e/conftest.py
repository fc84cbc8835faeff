"""The product as it is served: asgi.py with its worker, and a real Chromium."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
PATIENCE_MS = 60_000


class Product:
    """`python asgi.py` on a data folder of its own; `start` returns once it listens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    def url(self, page: str = "", **query: str) -> str:
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return f"http://127.0.0.1:{self.port}/{page}" + (f"?{asked}" if asked else "")

    def start(self) -> None:
        environment = {
            **os.environ,
            "TEACHSET_DATA_DIR": str(self.folder / "data"),
            "TEACHSET_EXPORT_DIR": str(self.exports),
            "TEACHSET_PORT": str(self.port),
        }
        self.process = subprocess.Popen(
            [sys.executable, "asgi.py"], cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE
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


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    program = os.environ.get("TEACHSET_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        made = browser.new_context(viewport={"width": 1280, "height": 1000}, accept_downloads=True)
        made.set_default_timeout(PATIENCE_MS)
        yield made
        browser.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()

"""A real server and a real Chromium, and a project of its own for every test."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from jobs.opening import open_store
from jobs.settings import Settings
from storage.engine import Store
from storage.tables import Project
from tests.ui.components.review_card import Card
from tests.ui.components.review_server import Server, fill

OpenCard = Callable[..., Card]

CHROMIUM = os.environ.get("TEACHSET_CHROMIUM", "/usr/bin/chromium")
PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("review"))
    open_store(Settings(data_dir=running.data)).close()
    running.start()
    yield running
    running.kill()


@pytest.fixture
def store(server: Server) -> Iterator[Store]:
    opened = open_store(Settings(data_dir=server.data))
    yield opened
    opened.close()


@pytest.fixture
def project(store: Store) -> Project:
    """A project of its own for every test; the server is shared."""
    return fill(store, f"weather-{uuid.uuid4().hex[:8]}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Shared for its cache; what the card keeps in localStorage is kept by project."""
    shared = _patient(browser.new_context(viewport={"width": 1280, "height": 900}))
    yield shared
    shared.close()


@pytest.fixture
def card(server: Server, project: Project, context: BrowserContext) -> Iterator[Card]:
    page = context.new_page()
    page.goto(server.review(project))
    opened = Card(page)
    opened.shown()
    yield opened
    page.close(run_before_unload=False)


@pytest.fixture(scope="session")
def card_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    running = Server(tmp_path_factory.mktemp("card"), "tests/ui/components/card_page.py")
    running.start()
    yield f"http://localhost:{running.port}"
    running.kill()


@pytest.fixture
def open_card(card_address: str, browser: Browser) -> Iterator[OpenCard]:
    """Opens the card in a session and a browser of its own."""
    contexts = []

    def opened(query: str = "", **more: Any) -> Card:
        context = _patient(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **more}))
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{card_address}/?{query}")
        card = Card(page)
        card.shown()
        return card

    yield opened
    for context in contexts:
        context.close()


def _patient(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    return context

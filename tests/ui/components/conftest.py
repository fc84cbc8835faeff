"""A real server and a real Chromium, and a project of its own for every test."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from jobs.opening import open_store
from jobs.settings import Settings
from storage.engine import Store
from storage.tables import Project
from tests.browsing import BROWSING, patient
from tests.ui.components.review_card import Card
from tests.ui.components.review_server import Server, fill

OpenCard = Callable[..., Card]

PATIENCE_MS = 60_000
DESK = {"width": 1280, "height": 900}


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


@pytest.fixture
def browser() -> Browser:
    return BROWSING.browser()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with BROWSING.profile("localhost", **DESK, patience_ms=PATIENCE_MS) as shared:
        yield shared


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
    yield running.url
    running.kill()


@pytest.fixture
def open_card(card_address: str, browser: Browser) -> Iterator[OpenCard]:
    """Opens the card in a session of its own, and in a profile of its own where the page is to be another one."""
    with BROWSING.profile("localhost", **DESK, patience_ms=PATIENCE_MS) as shared:
        own = []

        def opened(query: str = "", **more: Any) -> Card:
            profile = shared
            if more:
                profile = patient(browser.new_context(**{"viewport": DESK, **more}), PATIENCE_MS)
                own.append(profile)
            page = profile.new_page()
            page.goto(f"{card_address}/?{query}")
            card = Card(page)
            card.shown()
            return card

        yield opened
        for profile in own:
            profile.close()

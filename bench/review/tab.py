"""A tab of a real Chromium with the probe in it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, CDPSession, Page, StorageState, async_playwright
from playwright.async_api import Error as BrowserError

from backend.domain.errors import Unavailable
from bench.review.keyboard import events, names
from bench.review.records import Key, Paint
from bench.review.server import megabytes
from bench.review.tool import ALWAYS, Tool

PROBE = (Path(__file__).parent / "probe.js").read_text("utf-8")
PATIENCE_SECONDS = 60.0
ARGUMENTS = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
"""No name is looked up: a page that asks the net for a font or sends telemetry neither waits for it nor gets it."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser of its own; TEACHSET_CHROMIUM names the program."""
    program = os.environ.get("TEACHSET_CHROMIUM", "/usr/bin/chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def tab(browser: Browser, tool: Tool, state: StorageState | None = None) -> AsyncIterator[Tab]:
    """A tab of a new context: nothing cached, and logged in as `state` is."""
    context = await browser.new_context(viewport={"width": 1280, "height": 1000}, storage_state=state)
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    try:
        await context.add_init_script(f"window.benchShown = {tool.shown};\n{PROBE}")
        page = await context.new_page()
        yield Tab(page, await context.new_cdp_session(page), tool)
    finally:
        await context.close()


class Tab:
    """Keys go in, records of the probe come out."""

    def __init__(self, page: Page, devtools: CDPSession, tool: Tool) -> None:
        self.page = page
        self._devtools = devtools
        self._tool = tool
        self._flying: list[asyncio.Task[Any]] = []

    async def open(self) -> str:
        """Go where the review begins; the text of the first item once it has been painted.

        Raises:
            Unavailable: nothing came.
        """
        await self.page.goto(self._tool.url, wait_until="commit")
        return await self.painted("")

    async def painted(self, before: str) -> str:
        """The text on screen once that has been painted and is another one.

        Raises:
            Unavailable: none came.
        """
        try:
            asked = self.page.evaluate("before => window.bench.painted(before)", before)
            _item, text = await asyncio.wait_for(asked, PATIENCE_SECONDS)
        except (TimeoutError, BrowserError) as error:
            raise Unavailable(
                f"{self._tool.name} showed nothing after", value=before, where=f"{self.page.url} ({error})"
            ) from error
        return str(text)

    async def press(self, press: str) -> list[str]:
        """Press and let go; returns once the page has handled it. The names of its keydowns."""
        for event in events(press):
            await self._devtools.send("Input.dispatchKeyEvent", event)
        return names(press)

    def fire(self, press: str) -> list[str]:
        """The same, without waiting for the page; `landed` waits for all of them."""
        sends = (self._devtools.send("Input.dispatchKeyEvent", event) for event in events(press))
        self._flying += [asyncio.ensure_future(send) for send in sends]
        return names(press)

    async def landed(self) -> None:
        await asyncio.gather(*self._flying)
        self._flying.clear()

    async def moved(self) -> int:
        """How many decisions have moved the page on."""
        return int(await self.page.evaluate("window.bench.moved()"))

    async def listens(self, made: int) -> None:
        """Return once the page takes the next key, after so many presses of this decision."""
        if self._tool.listens != ALWAYS:
            await self.page.wait_for_function(self._tool.listens, arg=made)

    async def saved(self) -> None:
        """Return once everything has reached the server."""
        await self.page.wait_for_load_state("networkidle")
        await self.page.wait_for_function(self._tool.saved)

    async def take(self) -> tuple[list[Key], list[Paint]]:
        """What the page recorded since the last time; the paint of what is on screen now comes again."""
        taken = await self.page.evaluate("window.bench.take()")
        return [Key(**one) for one in taken["keys"]], [Paint(**one) for one in taken["paints"]]

    async def memory(self, browser: Browser) -> Mapping[str, float]:
        """Megabytes of the tab's process, and of what its scripts hold after a collection."""
        await self._devtools.send("HeapProfiler.collectGarbage")
        heap = await self._devtools.send("Runtime.getHeapUsage")
        devtools = await browser.new_browser_cdp_session()
        processes = (await devtools.send("SystemInfo.getProcessInfo"))["processInfo"]
        await devtools.detach()
        renderers = [one["id"] for one in processes if one["type"] == "renderer"]
        # The browser keeps a spare one, smaller than any that has a page.
        return {"tab_mb": max(megabytes([pid]) for pid in renderers), "heap_mb": round(heap["usedSize"] / 2**20, 1)}

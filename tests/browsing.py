"""The Chromium of the tests: started once for all that follow one another, and a clean profile for each of them.

A page costs half as much where an earlier one of the same profile has compiled its scripts. So a profile is kept, with
one page that holds the process in which they lie; what a test left in it is cleared away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

PROGRAM = os.environ.get("TEACHSET_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--process-per-site")
"""Pages of one profile and host share a process, also when no link led from one to the other."""


class Browsing:
    """Starts Chromium when a test wants it; `end` is due as soon as one follows that does not.

    Playwright leaves an event loop running in the thread, and other tests run their own.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._browser: Browser | None = None
        self._kept: dict[tuple[int, int], _Kept] = {}

    def browser(self) -> Browser:
        if self._browser is None:
            playwright = self._open.enter_context(sync_playwright())
            self._browser = playwright.chromium.launch(executable_path=PROGRAM, args=list(ARGUMENTS))
            self._open.callback(self._browser.close)
        return self._browser

    @contextmanager
    def profile(self, host: str, width: int, height: int, patience_ms: int) -> Iterator[BrowserContext]:
        """A profile for pages of this host and size, in which is nothing but what has been compiled.

        Routes, listeners and scripts that are put on a whole profile stay on it: a test that wants some takes
        a `new_profile`.
        """
        if (width, height) not in self._kept:
            self._kept[width, height] = _Kept(new_profile(self.browser(), width, height, patience_ms))
        kept = self._kept[width, height]
        kept.hold(host)
        yield patient(kept.profile, patience_ms)
        try:
            kept.clear()
        except Error:  # Chromium, or this profile of it, is no more: the next test gets another one
            self.end()

    def end(self) -> None:
        self._browser = None
        self._kept.clear()
        self._open.close()


class _Kept:
    """A profile, the origins that its pages came from, and for each host a page that holds the process of others."""

    def __init__(self, profile: BrowserContext) -> None:
        self.profile = profile
        self._origins: set[str] = set()
        self._holding: dict[str, Page] = {}
        profile.on("page", lambda page: page.on("framenavigated", lambda frame: self._origins.add(_origin(frame.url))))

    def hold(self, host: str) -> None:
        if host not in self._holding:
            page = self.profile.new_page()
            page.route("**/*", lambda route: route.fulfill(body=""))  # no server of a test is asked, or missed
            page.goto(f"http://{host}/")
            self._holding[host] = page

    def clear(self) -> None:
        """Close the pages of a test, and forget whatever they kept."""
        held = list(self._holding.values())
        for page in self.profile.pages:
            if page not in held:
                page.close(run_before_unload=False)
        devtools = self.profile.new_cdp_session(held[0])
        for origin in self._origins:
            devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        devtools.detach()
        self._origins.clear()
        self.profile.clear_cookies()
        self.profile.clear_permissions()


def _origin(url: str) -> str:
    at = urlsplit(url)
    return f"{at.scheme}://{at.netloc}"


BROWSING = Browsing()
"""Of this process."""


def new_profile(browser: Browser, width: int, height: int, patience_ms: int) -> BrowserContext:
    """One that knows nothing yet."""
    return patient(browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True), patience_ms)


def patient(profile: BrowserContext, patience_ms: int) -> BrowserContext:
    profile.set_default_timeout(patience_ms)
    expect.set_options(timeout=patience_ms)
    return profile

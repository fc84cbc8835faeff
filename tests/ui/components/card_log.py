"""What the card on a page of its own sent to the server."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page


def sent(page: Page, many: int) -> list[dict[str, Any]]:
    """What the card sent to the server, once it is that many."""
    log = page.wait_for_function(
        """(many) => {
          const entries = JSON.parse(document.querySelector('[data-testid=stText]').innerText);
          return entries.length >= many && entries;
        }""",
        arg=many,
    )
    return log.json_value()


def brief(entries: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(one["kind"], one["example"], one["version"]) for one in entries]

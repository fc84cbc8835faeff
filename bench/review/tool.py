"""What the bench has to know of a tool to review with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from playwright.async_api import Page

from bench.review.records import Stored

ACTIONS = {"accept": 70, "reject": 20, "skip": 10}
"""What a reviewer does, each with its share of a hundred."""


ALWAYS = "() => true"


async def no_login(_page: Page) -> None:
    """Nobody has to."""


@dataclass(frozen=True)
class Tool:
    """A tool that is up, with its rows waiting for review.

    Attributes:
        about: how it is driven, for the reader of the figures.
        url: where the review begins, for whoever is logged in.
        shown: JavaScript, a function that returns [item, text] of what is on screen, or null.
        presses: action → the presses that make it, in order; the last one is the key that decides.
        stores: action → what `stored` says for it; an action that leaves nothing behind is not in it.
        stored: every decision that is stored now.
        pids: of its server's processes.
        at_once: whether it leaves an item within the task of the key, so that keys need not wait for it.
        listens: JavaScript, a function that says whether the page would take the next key, of how many presses of
            this decision were made: a person sees that and waits for it.
        saved: JavaScript, a function that says whether every decision has reached the server.
        login: by the tool's own page.
    """

    name: str
    about: str
    versions: Mapping[str, str]
    rows: int
    url: str
    shown: str
    presses: Mapping[str, tuple[str, ...]]
    stores: Mapping[str, str]
    stored: Callable[[], Stored]
    pids: Callable[[], list[int]]
    at_once: bool = False
    saved: str = ALWAYS
    listens: str = ALWAYS
    login: Callable[[Page], Awaitable[None]] = field(default=no_login)

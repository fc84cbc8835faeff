"""Everything that is measured of one tool that is up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from statistics import median
from typing import Any

from playwright.async_api import Browser, StorageState

from bench.peers.environment import tell
from bench.review.figures import figures
from bench.review.paces import as_a_person, as_fast
from bench.review.records import Sent, decisions
from bench.review.server import megabytes
from bench.review.tab import Tab, chromium, tab
from bench.review.tool import Tool

Pace = Callable[[Tab, Tool, int, float, Random], Awaitable[list[Sent]]]


@dataclass(frozen=True)
class Plan:
    """How much is measured: decisions at each pace, milliseconds between keys, page loads, the generator's seed."""

    decisions: int
    pause_ms: float
    fast_decisions: int
    spacing_ms: float
    loads: int
    seed: int


async def measure(tool: Tool, plan: Plan) -> dict[str, Any]:
    """Page loads, then the paces that the tool can be driven at, in one tab.

    Raises:
        Unavailable: the tool shows nothing.
    """
    async with chromium() as browser:
        state = await _logged_in(browser, tool)
        loads = [await _load(browser, tool, state) for _ in range(plan.loads)]
        async with tab(browser, tool, state) as opened:
            await opened.open()
            paces = {}
            for name, pace, count, milliseconds in _paces(tool, plan):
                tell(f"{tool.name}: {count} decisions, a key every {milliseconds:g} ms ...")
                paces[name] = await _drive(opened, tool, pace, count, milliseconds, Random(plan.seed))  # noqa: S311
            memory = {"server_mb": megabytes(tool.pids()), **await opened.memory(browser)}
        version = browser.version
    return {
        "about": tool.about,
        "versions": {**tool.versions, "chromium": version},
        "rows": tool.rows,
        "load_ms": {"p50": round(median(loads), 1), "all": loads} if loads else None,
        "paces": paces,
        "memory": memory,
    }


def _paces(tool: Tool, plan: Plan) -> list[tuple[str, Pace, int, float]]:
    human = (f"{plan.pause_ms:g} ms", as_a_person, plan.decisions, plan.pause_ms)
    fast = (f"{plan.spacing_ms:g} ms", as_fast, plan.fast_decisions, plan.spacing_ms)
    return [one for one in (human, fast) if one[2] and (one is human or tool.at_once)]


async def _drive(opened: Tab, tool: Tool, pace: Pace, count: int, milliseconds: float, random: Random) -> Any:
    await opened.saved()
    before = Counter(tool.stored())
    await opened.take()
    sent = await pace(opened, tool, count, milliseconds, random)
    await opened.saved()
    await opened.painted("")  # what the last keys waited for
    keys, paints = await opened.take()
    tried = decisions(sent, keys, paints, at_once=tool.at_once)
    stored = list((Counter(tool.stored()) - before).elements())
    return figures(tried, stored, paints, tool.stores)


async def _logged_in(browser: Browser, tool: Tool) -> StorageState:
    context = await browser.new_context(viewport={"width": 1280, "height": 1000})
    await tool.login(await context.new_page())
    state = await context.storage_state()
    await context.close()
    return state


async def _load(browser: Browser, tool: Tool, state: StorageState) -> float:
    """Milliseconds from the start of the navigation until the first item has been painted, nothing cached."""
    async with tab(browser, tool, state) as opened:
        await opened.open()
        _keys, paints = await opened.take()
        return round(paints[0].painted, 1)

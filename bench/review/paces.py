"""Two paces of pressing keys: a person's, who waits to see the next item, and one that waits for nothing."""

from __future__ import annotations

import asyncio
from random import Random

from bench.review.records import Sent
from bench.review.tab import Tab
from bench.review.tool import ACTIONS, Tool

JITTER = 0.2
"""Of a person's pause: its standard deviation, as a share of the pause."""
SHORTEST, LONGEST = 0.4, 2.0
"""Of a person's pause, as shares of it."""
SECOND_KEY = 0.4
"""How much of a pause there is before the second key of a decision."""
MOST_TRIES = 10
"""Decisions tried for each that is wanted, before the fast pace gives up."""
LOOK_EVERY = 10


async def as_a_person(tab: Tab, tool: Tool, count: int, pause_ms: float, random: Random) -> list[Sent]:
    """So many decisions, each after a pause that begins when its item has been painted."""
    sent: list[Sent] = []
    text = ""
    for number in range(count):
        action = _action(random)
        *first, last = tool.presses[action]
        for at, press in enumerate((*first, last)):
            await tab.listens(at)
            await asyncio.sleep(_pause(pause_ms, random) * (SECOND_KEY if at else 1) / 1000)
            decides = at == len(first)
            text = await tab.painted("")  # an item may come line by line
            keys = await tab.press(press)
            sent += [Sent(key, number, action, decides and key == keys[-1]) for key in keys]
        await tab.painted(text)
    return sent


async def as_fast(tab: Tab, tool: Tool, count: int, spacing_ms: float, random: Random) -> list[Sent]:
    """Keys at even spacing, whatever is on screen, until so many decisions have moved the page on."""
    sent: list[Sent] = []
    loop = asyncio.get_running_loop()
    due, moved, asked = loop.time(), 0, None
    for number in range(count * MOST_TRIES):
        action = _action(random)
        *first, last = tool.presses[action]
        for at, press in enumerate((*first, last)):
            due = max(due + spacing_ms / 1000, loop.time())
            await asyncio.sleep(due - loop.time())
            keys = tab.fire(press)
            sent += [Sent(key, number, action, at == len(first) and key == keys[-1]) for key in keys]
        if asked is None and number % LOOK_EVERY == 0:
            asked = asyncio.ensure_future(tab.moved())
        if asked is not None and asked.done():
            moved, asked = asked.result(), None
        if moved >= count:
            break
    await tab.landed()
    if asked is not None:
        await asked
    return sent


def _action(random: Random) -> str:
    return random.choices(list(ACTIONS), list(ACTIONS.values()))[0]


def _pause(pause_ms: float, random: Random) -> float:
    return min(max(random.gauss(pause_ms, JITTER * pause_ms), SHORTEST * pause_ms), LONGEST * pause_ms)

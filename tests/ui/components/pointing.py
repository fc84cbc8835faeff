"""Pointers over the text of the review card: a mouse by Playwright, a finger by the browser's own input."""

from __future__ import annotations

import time

from playwright.sync_api import Locator, Page

from tests.ui.components.review_card import Card

Spot = tuple[float, float]

SETTLED = """async (root) => {
  const app = document.querySelector('[data-testid=stApp]');
  const stands = () => JSON.stringify([root.getBoundingClientRect(), scrollY, app?.dataset.testScriptState]);
  const runs = () => ['initial', 'running'].includes(app?.dataset.testScriptState);
  const busy = () => runs() || document.fonts.status !== 'loaded';
  let before = '';
  for (let calm = 0; calm < 4; ) {
    await new Promise(requestAnimationFrame);
    const now = stands();
    calm = now === before && !busy() ? calm + 1 : 0;
    before = now;
  }
}"""


def settle(part: Locator) -> None:
    """Wait until a part stands where it will stand: fonts and the rest of the page may still move it, a bit or away."""
    part.evaluate(SETTLED)


def spot(card: Card, words: str, at: int = 0, side: str = "middle") -> Spot:
    """Where character `at` of words of the text stands on the page: its middle, or close to its left or right side."""
    settle(card.text)
    box = card.text.evaluate(
        """(root, [words, at]) => {
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const found = walker.currentNode.data.indexOf(words);
            if (found < 0) continue;
            const range = document.createRange();
            const start = found + (at < 0 ? words.length + at : at);
            range.setStart(walker.currentNode, start);
            range.setEnd(walker.currentNode, start + 1);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            return { left, right, y: (top + bottom) / 2 };
          }
          throw new Error(`no such words: ${words}`);
        }""",
        [words, at],
    )
    middle = (box["left"] + box["right"]) / 2
    return {"left": box["left"] + 1, "middle": middle, "right": box["right"] - 1}[side], box["y"]


def drag(page: Page, start: Spot, end: Spot) -> None:
    """With the mouse, in steps as a hand does."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()


def swipe(page: Page, start: Spot, end: Spot) -> None:
    """With a finger that rests at the end: a fling would swallow the next tap."""
    session = page.context.new_cdp_session(page)
    began = time.time()

    def touch(kind: str, step: int, *points: Spot) -> None:
        touched = [{"x": x, "y": y} for x, y in points]
        moment = {"type": kind, "touchPoints": touched, "timestamp": began + step / 10}
        session.send("Input.dispatchTouchEvent", moment)

    touch("touchStart", 0, start)
    for step in range(1, 9):
        touch("touchMove", step, (start[0] + (end[0] - start[0]) * step / 8, start[1] + (end[1] - start[1]) * step / 8))
    touch("touchMove", 12, end)
    touch("touchEnd", 16)
    session.detach()


def edge(card: Card, slot: str, which: str) -> Locator:
    return card.text.locator(f'[data-slot="{slot}"] [data-testid=slot-edge][data-edge={which}]')


def middle(part: Locator) -> Spot:
    settle(part)
    box = part.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def selected(card: Card) -> str:
    return str(card.page.evaluate("document.getSelection().toString()"))


def selects(card: Card, text: str) -> None:
    """That is selected, or will be: a touch may be answered before the page has dealt with it."""
    card.page.wait_for_function("(text) => document.getSelection().toString() === text", arg=text)


def mark(card: Card, slot: str) -> Locator:
    return card.text.locator(f'[data-slot="{slot}"]')

"""The review card as a test drives it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class Card:
    """The card as a person uses it: looks first, then presses."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.get_by_test_id("card")
        self.text = page.get_by_test_id("card-text")

    def part(self, test_id: str) -> Locator:
        return self.root.get_by_test_id(test_id)

    def shown(self, *, other_than: int | None = None) -> int:
        """The id of the candidate on screen, once it has been painted."""
        seen = self.page.wait_for_function(
            """(old) => {
              const card = document.querySelector('[data-testid=card]');
              const ready = card && card.dataset.painted === 'true' && card.dataset.example;
              return ready && Number(ready) !== old ? Number(ready) : false;
            }""",
            arg=other_than,
        )
        return seen.json_value()

    def press(self, *keys: str) -> int:
        """Press keys on the candidate on screen, and return its id; the last key must bring another one."""
        current = self.shown()
        for key in keys:
            self.page.keyboard.press(key)
        self.shown(other_than=current)
        return current

    def saved(self) -> None:
        """Wait until the server has acknowledged everything."""
        expect(self.part("unsaved")).to_have_text("unsaved: 0")

    def left(self, number: int) -> None:
        expect(self.part("remaining")).to_have_text(str(number))

    def select(self, words: str) -> None:
        """Select words of the text with the mouse's result, a selection of the page."""
        self.text.evaluate(
            """(root, words) => {
              const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                document.getSelection().removeAllRanges();
                document.getSelection().addRange(range);
                document.activeElement?.blur();
                return;
              }
              throw new Error(`no such words: ${words}`);
            }""",
            words,
        )

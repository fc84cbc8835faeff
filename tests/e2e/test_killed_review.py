"""A quick review whose server is killed again and again: every decision is stored once, as it was seen."""

from __future__ import annotations

import random
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from backend.domain.decision import REASONS, RESULTING_STATUS
from jobs.opening import open_store
from storage.engine import Store
from storage.tables import Decision, Example
from tests.e2e.conftest import PATIENCE_MS, Product
from tests.e2e.prepared import prepared_candidates, prepared_project
from tests.forking import Forked

pytestmark = [pytest.mark.browser, pytest.mark.long]

CARDS = 200
KILLS = 20
PACE_MS = 60
SEED = 20_240_607
TAKEN = "(number) => window.taken(number)"

REVIEWING = """({ pace, patience }) => {
  const taken = [];
  const asked = [];
  const press = (key) => window.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  setInterval(() => {
    // A new server may mount a new card, so it is looked for again every time.
    const card = document.querySelector("[data-testid=card]");
    if (card?.dataset.painted !== "true" || !card.dataset.example) return;
    const example = Number(card.dataset.example);
    const text = card.querySelector("[data-testid=card-text]").textContent;
    const action = taken.length % 3 === 2 ? "reject" : "accept";
    for (const key of action === "reject" ? ["x", "1"] : ["a"]) press(key);
    if (card.dataset.example === String(example)) return;
    taken.push({ example, text, action });
    for (const { number, resolve } of asked) if (taken.length >= number) resolve(taken);
  }, pace);
  window.taken = (number) => new Promise((resolve, reject) => {
    if (taken.length >= number) resolve(taken);
    asked.push({ number, resolve });
    setTimeout(() => reject(new Error(`${taken.length} of ${number} decisions within ${patience} ms`)), patience);
  });
}"""
"""Decides whatever card is on screen; `taken(number)` is what was seen at each key that decided, once it is so many."""


def serve() -> None:
    """As `python asgi.py`."""
    runpy.run_path("asgi.py", run_name="__main__")


class Relay(Product):
    """`python asgi.py` on one port, again and again, by processes that need not read its modules."""

    served: Forked

    def start(self) -> None:
        self.served = Forked(serve, environment=self.environment | {"TEACHSET_LOCAL_WORKER": "false"}, heard=True)
        for line in self.served.stdout:
            if "URL:" in line:
                return
        raise AssertionError("the server ended before it listened")

    def kill(self) -> None:
        """SIGKILL, as no server would choose to go."""
        self.served.kill()
        self.served.wait()


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    made = Relay(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def store(relay: Relay) -> Iterator[Store]:
    opened = open_store(relay.settings)
    yield opened
    opened.close()


def test_a_server_killed_twenty_times_in_a_quick_review_gets_every_decision_once(
    relay: Relay, store: Store, page: Page
) -> None:
    project = prepared_project(store, "Garden", teacher="none")
    lines = [f"water the [plant : basil] in pot {number} [time : tonight]" for number in range(CARDS)]
    candidates = prepared_candidates(store, project, *lines)
    page.goto(relay.url("review", project=project.name))
    expect(page.get_by_test_id("card")).to_have_attribute("data-painted", "true")
    page.evaluate(REVIEWING, {"pace": PACE_MS, "patience": PATIENCE_MS})
    for number in sorted(random.Random(SEED).sample(range(1, CARDS), KILLS)):
        page.evaluate(TAKEN, number)
        relay.kill()
        relay.start()
    taken = page.evaluate(TAKEN, CARDS)
    expect(page.get_by_test_id("unsaved")).to_have_text("unsaved: 0")
    with store.read() as session:
        kept = session.exec(select(Decision).order_by(col(Decision.id))).all()
        rows = {row.id: row for row in session.exec(select(Example).where(Example.origin != "seed"))}
    stored = [{"example": one.example_id, "text": one.before["text"], "action": one.action} for one in kept]
    assert stored == taken
    assert sorted(one.example_id for one in kept) == sorted(one.id for one in candidates)
    for one in kept:
        row = rows[one.example_id]
        assert (row.status, row.version) == (RESULTING_STATUS[one.action], 2)
        assert one.reason == (REASONS[0] if one.action == "reject" else "")

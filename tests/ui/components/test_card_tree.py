"""A parse edited by hand on the card, by keys and by mouse, in each of the three forms."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from backend.domain.parse_notation import read_parse
from storage.engine import Store
from storage.tables import Project
from tests.ui.components.parses import fill_parses
from tests.ui.components.pointing import drag, middle, spot
from tests.ui.components.review_card import Card
from tests.ui.components.review_server import Server, example

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
GRAVE = """async () => {
  const { violations } = await axe.run("[data-testid=card]", { resultTypes: ["violations"] });
  return violations.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) => one.id);
}"""

ON_TOP = """(save) => {
  const { x, y } = save.getBoundingClientRect();
  return save.contains(document.elementFromPoint(x + 9, y + 9));
}"""

CLASS = "wet <i>clay</i> on friday => [IN:FIND [SL:TOPIC clay</i> ] [SL:WHEN [IN:TIME [SL:DAY friday ] ] ] ]"
ORDER = "(ORDER a (ITEM (SIZE big ) (DRINK tea ) ) please )"
NAMED = "a big tea => (ORDER (ITEM (SIZE LARGE ) (DRINK TEA ) ) )"


def opened(server: Server, project: Project, context: BrowserContext) -> Card:
    page = context.new_page()
    page.goto(server.review(project))
    card = Card(page)
    card.shown()
    return card


def press(card: Card, *keys: str) -> None:
    for key in keys:
        card.page.keyboard.press(key)


def item(card: Card, label: str) -> Locator:
    return card.part("outline").locator(f"[role=treeitem][aria-label^='{label}']")


def saved(card: Card, store: Store, project: Project) -> str:
    current = card.shown()
    press(card, "Enter")
    card.left(0)
    card.saved()
    row = example(store, project, current)
    assert row.status == "accepted"
    return row.parse or ""


def test_keys_alone_edit_a_parse_and_what_is_wrong_is_said_beside_it(
    server: Server, store: Store, context: BrowserContext
) -> None:
    project = fill_parses(store, "decoupled", "square", [CLASS])
    card = opened(server, project, context)
    press(card, "e")
    expect(item(card, "IN:FIND")).to_be_focused()
    press(card, "ArrowDown", "Control+Shift+ArrowLeft")
    expect(item(card, "SL:TOPIC")).to_have_attribute("aria-label", "SL:TOPIC: <i>clay</i>")
    press(card, "Control+Shift+ArrowLeft", "Shift+ArrowLeft", "Control+z")
    expect(item(card, "SL:TOPIC")).to_have_attribute("aria-label", "SL:TOPIC: wet <i>clay</i>")
    press(card, "ArrowDown", "ArrowRight", "Backspace")
    expect(item(card, "SL:DAY").locator(".tc-node-problem")).to_have_text("SL:DAY may not stand right inside SL:WHEN.")
    press(card, "Enter")  # which is not saved
    expect(item(card, "SL:DAY")).to_be_focused()
    press(card, "a", "1")
    expect(card.part("outline").locator("li li li li")).to_have_text("SL:DAY friday")
    press(card, "ArrowUp", "ArrowUp", "Delete", "Control+z", "w")
    expect(card.text).to_be_focused()
    press(card, "ArrowRight", "ArrowRight", "Shift+ArrowRight")
    expect(card.part("tree-panel")).to_contain_text("New label around “on friday”")
    expect(card.part("said")).to_contain_text("selected. A digit")
    press(card, "Escape")
    expect(item(card, "IN:FIND")).to_be_focused()
    expect(card.part("said")).to_have_text("")  # nothing waits for a digit any more
    parse = "[IN:FIND [SL:TOPIC wet <i>clay</i> ] [SL:WHEN [IN:TIME [SL:DAY friday ] ] ] ]"
    assert saved(card, store, project) == parse
    card.page.close()


def test_the_tools_are_in_view_from_the_start(server: Server, store: Store, context: BrowserContext) -> None:
    project = fill_parses(store, "top", "round", [ORDER])
    card = opened(server, project, context)
    card.page.set_viewport_size({"width": 1366, "height": 768})
    press(card, "e")
    for part in (card.root.locator("[data-tree=remove]"), card.part("tree-label"), card.part("save")):
        expect(part).to_be_in_viewport(ratio=1)
        assert part.evaluate(ON_TOP)
    card.page.close()


def test_on_a_low_screen_the_buttons_are_at_hand_and_cover_nothing_that_has_the_focus(
    server: Server, store: Store, context: BrowserContext
) -> None:
    project = fill_parses(store, "top", "round", [ORDER])
    card = opened(server, project, context)
    card.page.set_viewport_size({"width": 1280, "height": 480})
    press(card, "e")
    save = card.part("save")
    assert save.evaluate(ON_TOP)
    for key, label in (("ArrowDown", "ITEM"), ("ArrowDown", "SIZE"), ("End", "DRINK"), ("Home", "ORDER")):
        press(card, key)
        expect(item(card, label)).to_be_focused()
        of_item, of_save = item(card, label).locator("> .tc-node").bounding_box(), save.bounding_box()
        assert of_item
        assert of_save
        assert of_item["y"] + of_item["height"] <= of_save["y"]
    save.click()
    card.left(0)
    card.saved()
    card.page.close()


def test_a_mouse_puts_words_into_labels_and_moves_their_edges(
    server: Server, store: Store, context: BrowserContext
) -> None:
    project = fill_parses(store, "top", "round", [ORDER])
    card = opened(server, project, context)
    card.text.locator("[data-slot=ITEM]").click(position={"x": 3, "y": 3})
    expect(item(card, "ITEM")).to_be_focused()
    card.part("tree-panel").get_by_role("button", name="Remove").click()
    expect(item(card, "ORDER")).to_have_text("ORDER a big tea please")
    drag(card.page, spot(card, "big"), spot(card, "tea", -1))
    card.part("tree-label").select_option("ITEM")
    drag(card.page, spot(card, "big"), spot(card, "big", -1))
    press(card, "1")
    expect(item(card, "SIZE")).to_be_focused()
    card.text.locator("[data-slot=ITEM]").click(position={"x": 4, "y": 6})
    edge = card.text.locator("[data-slot=ITEM] > .tc-anchor [data-edge=end]")
    drag(card.page, middle(edge), spot(card, "please", -1, "right"))
    expect(item(card, "ITEM")).to_have_attribute("aria-label", "ITEM: big tea please")
    press(card, "Control+z")
    expect(item(card, "ITEM")).to_have_attribute("aria-label", "ITEM: big tea")
    card.page.close(run_before_unload=False)


def test_names_are_typed_as_values_by_a_finger_on_a_phone(server: Server, store: Store, browser: Browser) -> None:
    project = fill_parses(store, "exr", "round", [NAMED])
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    card = opened(server, project, phone)
    card.part("edit").tap()
    item(card, "SIZE").locator(".ts-chip").tap()
    card.part("tree-value").fill("HUGE")
    card.part("tree-value").press("Enter")
    expect(item(card, "SIZE")).to_be_focused()
    item(card, "ITEM").locator(".ts-chip").first.tap()
    card.part("tree-panel").get_by_role("button", name="Around").tap()
    press(card, "Escape")  # which leaves the edit as it is
    card.part("tree-panel").get_by_role("button", name="Inside").tap()
    card.part("tree-label").select_option("SIZE")
    expect(card.part("tree-value")).to_be_focused()
    card.part("tree-value").fill("TALL")
    assert card.page.evaluate("document.documentElement.scrollWidth") <= 390
    card.page.evaluate(AXE)
    assert card.page.evaluate(GRAVE) == []
    card.part("tree-value").press("Enter")
    assert read_parse(saved(card, store, project)) == read_parse(
        "[ORDER [ITEM [SIZE HUGE ] [DRINK TEA ] [SIZE TALL ] ] ]"
    )
    phone.close()

"""What stays within its place on the review card, in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("text", ["new york city centre near the park", "مطعم البحر الكبير جدا قرب الميناء"])
def test_wrapped_marks_beside_the_card_are_not_cut_off(card, text):
    outside = card.part("seeds").evaluate(
        """(list, text) => {
          const item = list.querySelector("li");
          const [mark] = item.querySelectorAll(".ts-mark");
          mark.textContent = text;
          mark.parentElement.prepend(text.slice(0, 4) + " ");
          mark.parentElement.append(" " + text);
          const found = [];
          for (let width = 200; width < 330; width += 3) {
            list.style.width = `${width}px`;
            const box = list.getBoundingClientRect();
            for (const { left, right } of mark.getClientRects()) {
              const over = [box.left - left, right - box.right];
              if (Math.max(...over) > 0.5) found.push([width, ...over]);
            }
          }
          return found;
        }""",
        text,
    )
    assert outside == []


def test_a_wrapped_note_beside_the_card_is_not_cut_off(open_card):
    card = open_card()
    outside = card.part("neighbours-rejected").evaluate(
        """(section) => {
          const aside = section.closest(".tc-aside");
          const found = [];
          for (let width = 150; width < 330; width += 6) {
            aside.style.width = `${width}px`;
            const box = aside.getBoundingClientRect();
            for (const note of section.querySelectorAll(".ts-note")) {
              const words = document.createRange();
              words.selectNodeContents(note);
              const { left, right } = words.getBoundingClientRect();
              if (left < box.left || right > box.right) found.push([width, left - box.left, box.right - right]);
            }
          }
          return found;
        }"""
    )
    assert outside == []


IN_VIEW = """(part) => {
  const { left, right, top, bottom } = part.getBoundingClientRect();
  const at = (y) => document.elementFromPoint((left + right) / 2, y);
  return [top + 3, bottom - 3].every((y) => y > 0 && y < innerHeight && part.contains(at(y)));
}"""


def seen(part):
    part.page.wait_for_function(f"([part]) => ({IN_VIEW})(part)", arg=[part.element_handle()])


LOW = [{"width": 683, "height": 384}, {"width": 844, "height": 390}, {"width": 1366, "height": 768}]


@pytest.mark.parametrize("size", LOW, ids=lambda one: f"{one['width']}x{one['height']}")
def test_what_is_decided_and_its_buttons_are_in_view_on_a_low_window(card, size):
    card.page.set_viewport_size(size)
    card.page.reload()
    for _ in range(3):
        card.shown()
        seen(card.text)
        seen(card.part("accept"))
        card.press("a")
    card.page.keyboard.press("e")
    seen(card.part("edit-text"))
    seen(card.part("save"))


def test_a_card_that_comes_while_the_page_is_scrolled_on_is_in_view(card):
    card.page.set_viewport_size({"width": 390, "height": 600})
    card.part("seeds").evaluate("(long) => { long.style.minHeight = '60rem'; }")
    card.page.mouse.move(200, 300)
    card.page.mouse.wheel(0, 2000)
    card.page.wait_for_function("document.querySelector('[data-testid=card-text]').getBoundingClientRect().bottom < 0")
    card.press("a")
    seen(card.text)


def test_whoever_writes_into_a_field_above_is_not_taken_away_from_it(card, server):
    card.page.set_viewport_size({"width": 683, "height": 384})
    search = card.page.get_by_role("searchbox", name="Search")
    search.click()
    with server.late():
        search.press_sequentially("forecast")
        search.press("Enter")
        search.press_sequentially(" ")  # he goes on, and the card that comes does not take the page along
    expect(card.text).to_contain_text("forecast")
    seen(search)


def test_an_error_of_an_edit_covers_no_field(card):
    card.page.set_viewport_size({"width": 1366, "height": 768})
    card.page.keyboard.press("e")
    intent = card.part("edit-intent")
    intent.select_option("PlayMusic")
    seen(intent)
    seen(card.part("save"))
    card.part("save").click()
    seen(card.part("edit-error"))


def test_the_card_does_not_fade_while_the_server_is_at_work(card, store):
    with store.write() as session:  # the server waits until it may write
        session.connection().exec_driver_sql("UPDATE project SET name = name")
        card.press("a")
        card.page.wait_for_selector("[data-testid=stElementContainer][data-stale=true]:has([data-testid=card])")
        faded = card.root.evaluate(
            """(part) => {
              const around = [];
              for (let one = part; one; one = one.parentElement) around.push(one);
              const pale = around.filter((one) => getComputedStyle(one).opacity !== "1");
              const moving = document.getAnimations().map((one) => one.effect.target);
              const fading = moving.filter((one) => around.includes(one));
              return [...pale, ...fading].map((one) => one.className);
            }"""
        )
    assert faded == []


def test_all_keys_are_seen_at_once_without_a_gap(card):
    card.page.set_viewport_size({"width": 1366, "height": 768})
    card.page.keyboard.press("?")
    overlay = card.part("keys-overlay")
    assert overlay.evaluate("(dialog) => dialog.scrollHeight <= dialog.clientHeight")
    seen(card.part("keys-reset"))
    gap = overlay.evaluate(
        """(dialog) => {
          const rows = dialog.querySelector("[data-testid=keys-rows]").lastElementChild.getBoundingClientRect();
          const next = dialog.querySelector("[data-testid=keys-reset]").getBoundingClientRect();
          return next.top - rows.bottom;
        }"""
    )
    card.page.keyboard.press("Escape")
    assert gap < 60


def test_where_there_is_no_keyboard_its_keys_are_not_shown_but_in_the_list_of_them(open_card):
    card = open_card(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    expect(card.part("accept").locator("kbd")).to_be_hidden()
    expect(card.root.locator("[data-legend=city] kbd")).to_be_hidden()
    card.part("keys").tap()
    expect(card.part("keys-rows").locator("kbd").first).to_be_visible()


def test_with_a_mouse_keys_are_shown(open_card):
    expect(open_card().part("accept").locator("kbd")).to_be_visible()

"""What is pressed and typed after an edit was saved, while the server has not answered; in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.components.review_server import CANDIDATES, example, stored

pytestmark = [pytest.mark.browser, pytest.mark.long]

FIRST = "what is the weather in boston on saturday"
THIRD = CANDIDATES[2]


def edited(card, more: str) -> int:
    """Begin an edit of the candidate on the card and type at its end, up to Enter; the candidate."""
    current = card.shown()
    card.page.keyboard.press("e")
    card.part("edit-text").press("End")
    card.page.keyboard.type(more)
    return current


def edited_to(card, notation: str) -> int:
    """Begin an edit of the candidate on the card and write that in its place, up to Enter; the candidate."""
    current = card.shown()
    card.page.keyboard.press("e")
    card.part("as-notation").click()
    card.part("edit-notation").evaluate(
        """(box, notation) => {
          box.value = notation;
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        notation,
    )
    card.part("as-notation").click()
    expect(card.part("edit-text")).to_be_focused()
    return current


def press_at_once(card, *keys: str) -> None:
    """Keys in one turn of the page: nothing is painted between them."""
    card.page.evaluate(
        """(keys) => {
          for (const key of keys) {
            const at = document.activeElement;
            at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
          }
        }""",
        keys,
    )


def test_the_next_card_is_there_at_once_and_takes_a_decision_before_the_answer(card, store, project, server):
    with server.late():
        first = edited(card, " night")
        card.page.keyboard.press("Enter")
        second = card.shown(other_than=first)
        expect(card.part("said")).to_have_attribute("title", f"Saved and accepted · {FIRST} night")
        card.page.keyboard.press("a")
        card.shown(other_than=second)
        expect(card.part("unsaved")).to_have_text("unsaved: 2")
    card.saved()
    assert stored(store, project) == [(first, "edit"), (second, "accept")]
    assert example(store, project, first).text == f"{FIRST} night"


def test_an_edit_that_is_begun_right_after_takes_what_is_typed(card, store, project, server):
    with server.late():
        first = edited(card, " night")
        press_at_once(card, "Enter", "e")
        expect(card.part("edit-text")).to_be_focused()
        card.page.keyboard.type(" as a fox")
        second = card.shown(other_than=first)
        expect(card.part("edit-text")).to_have_value("<script>window.hit = 1</script> weather in =cmd() as a fox")
        card.page.keyboard.press("Escape")
    card.saved()
    assert card.shown() == second
    assert stored(store, project) == [(first, "edit")]


def test_a_refused_edit_is_open_again_after_the_card_on_which_the_answer_came(card, store, project, server):
    with server.late():
        first = edited_to(card, THIRD)
        card.page.keyboard.press("Enter")
        second = card.shown(other_than=first)
        third = card.press("a") and card.shown(other_than=second)
        card.press("a")
        fourth = card.shown(other_than=third)
    notice = card.part("notice")
    expect(notice).to_contain_text("Your edit was not stored. example")
    expect(notice).to_contain_text("has the same text")
    assert card.shown() == fourth  # not under the finger
    card.page.keyboard.press("a")
    expect(card.root).to_have_attribute("data-example", str(first))
    expect(card.part("edit-text")).to_have_value("![x](http://example.invalid/x.png) forecast for today")
    expect(card.part("edit-error")).to_contain_text("has the same text")
    expect(notice).to_have_count(0)
    for key in ("a", "x", "s"):  # decisions are not typed into it, nor made on it
        card.page.keyboard.press(key)
    card.page.keyboard.press("e")
    expect(card.part("edit-text")).to_be_focused()
    card.page.keyboard.type(" too")
    expect(card.part("edit-error")).to_be_hidden()
    card.page.keyboard.press("Enter")
    card.shown(other_than=first)
    card.saved()
    assert stored(store, project) == [(one, "accept") for one in (second, third, fourth)] + [(first, "edit")]
    assert example(store, project, first).text.endswith("forecast for today too")


def test_a_refused_edit_outlives_a_reload_and_a_blind_escape(card, server):
    with server.late():
        first = edited_to(card, "to [city : rome]\u0007")
        card.page.keyboard.press("Enter")
        card.shown(other_than=first)
    expect(card.part("notice")).to_contain_text("control character")
    card.page.reload()
    expect(card.root).to_have_attribute("data-example", str(first))
    expect(card.part("edit-error")).to_contain_text("control character")
    card.page.keyboard.press("Escape")
    expect(card.part("said")).to_contain_text("Your unsaved edit is kept")
    card.page.keyboard.press("e")
    expect(card.part("edit-text")).to_have_value("to rome\u0007")


def test_a_refusal_does_not_disturb_the_edit_of_another_candidate(card, store, project, server):
    with server.late():
        first = edited_to(card, THIRD)
        card.page.keyboard.press("Enter")
        card.shown(other_than=first)
        second = edited(card, " soon")
    expect(card.part("notice")).to_contain_text("has the same text")
    card.page.keyboard.type("er")
    expect(card.part("edit-text")).to_have_value("<script>window.hit = 1</script> weather in =cmd() sooner")
    card.page.keyboard.press("Enter")
    expect(card.root).to_have_attribute("data-example", str(first))
    expect(card.part("edit-error")).to_contain_text("has the same text")
    card.saved()
    assert stored(store, project) == [(second, "edit")]


def test_an_undo_right_after_a_refused_edit_leaves_the_decision_before_it(card, store, project, server):
    decided = card.press("a")
    card.saved()
    with server.late():
        edited_to(card, THIRD)
        card.page.keyboard.press("Enter")
        card.page.keyboard.press("u")
        expect(card.part("unsaved")).to_have_text("unsaved: 2")
    card.saved()
    expect(card.part("notice").last).to_contain_text("nothing to take back")
    assert stored(store, project) == [(decided, "accept")]


def test_what_is_typed_while_no_card_is_there_decides_nothing_on_the_one_that_comes(card, store, project, server):
    with store.write() as session:
        session.connection().exec_driver_sql(
            f"UPDATE example SET status = 'rejected' WHERE project_id = {project.id} AND text NOT LIKE '%weather in%'"
        )
    card.page.reload()
    card.shown()
    with server.late():
        while card.root.get_attribute("data-mode") != "empty":
            card.page.keyboard.press("a")
        decided = int(card.part("unsaved").inner_text().removeprefix("unsaved: "))
        expect(card.part("nothing-left")).to_contain_text("Waiting for the next candidates")
        # Typed in the page, on and on: what is pressed from outside may come too slowly.
        card.page.evaluate(
            """() => {
              const press = () => window.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
              window.typing = setInterval(press, 40);
              press();
            }"""
        )
    card.shown()
    expect(card.part("said")).to_have_text("Not taken: typed before this card was there.")
    card.page.evaluate("clearInterval(window.typing)")
    card.saved()
    assert len(stored(store, project)) == decided
    current = card.shown()
    card.page.wait_for_function("() => new Promise((done) => setTimeout(() => done(true), 320))")  # the pause itself
    card.press("a")
    card.saved()
    assert stored(store, project)[-1] == (current, "accept")

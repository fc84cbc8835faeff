"""What becomes of decisions when something fails, in Chromium."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from backend.domain.decision import DecisionCreate
from storage.decisions import decide
from tests.ui.components.review_server import TOTAL, example, stored

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_a_stale_decision_comes_back_visibly(card, store, project):
    current = card.shown()
    with store.write() as session:
        other = DecisionCreate(current, 1, "skip", str(uuid.uuid4()))
        decide(project.id, other, session=session)
    card.press("a")
    notice = card.part("notice")
    expect(notice).to_contain_text("in another window or by somebody else")
    expect(notice).to_contain_text("what is the weather in boston on saturday")
    card.saved()
    assert example(store, project, current).status == "pending"
    card.press("s")
    assert card.shown() == current
    card.press("a")
    card.saved()
    assert example(store, project, current).status == "accepted"


def test_a_reload_in_the_middle_keeps_everything(card, store, project):
    seen = [card.press("a") for _ in range(4)]
    card.page.reload()
    seen += [card.press("a") for _ in range(4)]
    card.saved()
    card.left(52)
    assert stored(store, project) == [(one, "accept") for one in seen]


def test_a_killed_server_loses_no_decision(card, store, project, server):
    seen = [card.press("a") for _ in range(5)]
    server.kill()
    seen += [card.press(*keys) for keys in (("a",), ("x", "1"), ("a",), ("a",))]
    expect(card.part("unsaved")).not_to_have_text("unsaved: 0")
    assert card.page.evaluate("!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    server.start()
    card.saved()
    decided = [one for one, _action in stored(store, project)]
    assert decided == seen
    assert len(set(decided)) == len(decided) == 9


def test_a_server_that_was_restarted_before_the_first_decision_gets_it(card, store, project, server):
    server.kill()
    server.start()
    seen = [card.press("a"), card.press("a")]
    card.saved()
    assert [one for one, _action in stored(store, project)] == seen


def test_a_crashed_tab_loses_no_decision(card, store, project, server):
    card.press("a")
    card.saved()
    server.kill()
    seen = [card.press("a") for _ in range(3)]
    context = card.page.context
    card.page.close(run_before_unload=False)
    server.start()
    page = context.new_page()
    page.goto(server.review(project))
    again = type(card)(page)
    again.shown()
    again.saved()
    again.left(56)
    assert [one for one, _action in stored(store, project)][1:] == seen


def test_a_full_disk_keeps_decisions_in_the_browser(card, store, project):
    card.press("a")
    card.saved()
    with store.write() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON decision BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    card.press("a")
    expect(card.part("unsaved")).to_have_text("unsaved: 1")
    with store.write() as session:
        session.connection().exec_driver_sql("DROP TRIGGER full")
    card.saved()
    assert len(stored(store, project)) == 2


def test_a_server_that_dies_twice_in_a_quick_review_gets_every_decision_once(card, store, project, server):
    card.page.evaluate(
        """() => {
          window.decided = [];
          window.pressing = setInterval(() => {
            // A new server may mount a new card, so it is looked for again every time.
            const card = document.querySelector('[data-testid=card]');
            if (card?.dataset.painted !== 'true' || !card.dataset.example) return;
            const on = Number(card.dataset.example);
            window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
            if (Number(card.dataset.example) !== on) window.decided.push(on);
          }, 60);
        }"""
    )
    for number in (48, 30):
        card.page.wait_for_function(
            """(most) => {
              // While the page meets the new server there may be no card for a moment.
              const remaining = document.querySelector('[data-testid=remaining]');
              return remaining !== null && remaining.textContent !== '' && Number(remaining.textContent) <= most;
            }""",
            arg=number,
        )
        server.kill()
        server.start()
    card.left(0)
    card.page.evaluate("clearInterval(window.pressing)")
    card.saved()
    decided = [one for one, _action in stored(store, project)]
    assert len(decided) == len(set(decided)) == TOTAL
    assert decided == card.page.evaluate("window.decided")


def test_an_undo_that_is_refused_is_said_and_leaves_the_outbox(card, store, project):
    current = card.press("a")
    card.saved()
    with store.write() as session:
        session.connection().exec_driver_sql(
            f"UPDATE example SET version = version + 1, status = 'rejected' WHERE id = {current}"
        )
    card.page.keyboard.press("u")
    expect(card.part("notice")).to_contain_text("changed since it was decided")
    expect(card.part("said")).to_have_text("Not undone.")
    card.saved()
    second = card.press("a")
    card.saved()
    expect(card.part("notice")).to_have_count(0)
    assert stored(store, project) == [(current, "accept"), (second, "accept")]


def test_an_undo_behind_a_decision_that_is_refused_takes_back_no_older_one(card, store, project, server):
    first = card.press("a")
    card.saved()
    current = card.shown()
    server.kill()
    with store.write() as session:
        decide(project.id, DecisionCreate(current, 1, "skip", str(uuid.uuid4()), reviewer="noor"), session=session)
    card.press("a")
    card.page.keyboard.press("u")
    expect(card.part("unsaved")).to_have_text("unsaved: 2")
    server.start()
    card.saved()
    expect(card.part("notice").filter(has_text="nothing to take back")).to_be_visible()
    assert stored(store, project) == [(first, "accept"), (current, "skip")]


def test_what_is_unsaved_is_sent_when_review_is_opened_again(card, store, project):
    with store.write() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON decision BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    try:
        decided = card.press("a")
        expect(card.part("later")).to_contain_text("disk is full")
        card.page.get_by_role("link", name="Dataset").click()
        expect(card.root).to_be_hidden()
    finally:
        with store.write() as session:
            session.connection().exec_driver_sql("DROP TRIGGER full")
    assert stored(store, project) == []
    card.page.get_by_role("link", name="Review", exact=True).click()
    assert card.shown() != decided
    card.saved()
    assert stored(store, project) == [(decided, "accept")]

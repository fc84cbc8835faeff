"""Deciding many at once on the Review page, without a browser."""

from __future__ import annotations

import uuid

from streamlit.testing.v1 import AppTest

from backend.domain.utterance import Utterance
from storage.decisions import decisions_of
from storage.examples import add_examples, get_example
from storage.queue import PENDING, claim
from storage.tables import Example, Project
from storage.undoing import undo_decision
from tests.conftest import pending
from tests.ui.pages.reviewing import opened, said
from ui.bulk_desk import bulk_desk
from ui.bulk_work import TOLD_FOR


def dialog(project_id: int, action: str) -> None:
    """The dialog alone: a click inside would else run a page that does not open it."""
    from storage.filters import ExampleFilter
    from storage.projects import project_by_id
    from ui.sections.decide_all import ask_before_deciding
    from ui.sections.review_filters import Chosen
    from ui.store import store

    with store().read() as session:
        project = project_by_id(project_id, session=session)
    chosen = Chosen(ExampleFilter(status="pending", intent="book_trip"), "worth", "intent book_trip")
    ask_before_deciding(project, chosen, action, reviewer="mira")


def asked(project: Project, action: str) -> AppTest:
    return AppTest.from_function(dialog, kwargs={"project_id": project.id, "action": action}, default_timeout=120).run()


def test_accepting_all_begins_from_a_menu(store, project, candidate):
    app = opened(project="Travel", review_intent="book_trip")
    app.menu_button(key="many-at-once").click("Accept all…").run()
    assert "1 candidate will be accepted." in said(app)
    assert "Which: intent book_trip." in said(app)


def test_all_are_decided_in_the_reviewers_name_and_undone_in_one_step(store, project, candidate):
    dialogue = asked(project, "reject")
    dialogue.selectbox(key="decide-all-reason").set_value("unnatural").run()
    dialogue.button(key="decide-all").click().run()
    work = bulk_desk().work_of(project.id)
    assert work.ended.wait(30)
    with store.read() as session:
        (made,) = decisions_of(candidate.id, session=session)
    assert (made.action, made.reason, made.reviewer) == ("reject", "unnatural", "mira")
    assert "1 candidate rejected." not in said(opened(project="Travel", reviewer="noor"))
    app = opened(project="Travel", reviewer="mira")
    assert "1 candidate rejected." in said(app)
    app.button(key="undo-bulk").click().run()
    assert bulk_desk().work_of(project.id).ended.wait(30)
    with store.read() as session:
        assert get_example(project.id, candidate.id, session=session).status == "pending"
    app.run()
    app.button(key="close-bulk").click().run()
    assert bulk_desk().work_of(project.id) is None


def test_all_that_are_shown_are_not_called_drawn_and_rejecting_is_not_the_blue_button(store, project):
    pending(store, project, *(f"trip {number}" for number in range(3)))
    app = asked(project, "reject")
    assert "drawn at random" not in said(app)
    assert "draw-others" not in {button.key for button in app.button}
    assert app.button(key="decide-all").proto.type == "secondary"
    assert asked(project, "accept").button(key="decide-all").proto.type == "primary"
    pending(store, project, *(f"trip {number}" for number in range(3, 12)))
    app = asked(project, "accept")
    assert "10 of them, drawn at random:" in said(app)
    assert "draw-others" in {button.key for button in app.button}


def test_cancel_closes_the_dialog_and_decides_nothing(store, project, candidate):
    app = opened(project="Travel", review_intent="book_trip")
    app.menu_button(key="many-at-once").click("Accept all…").run()
    app.button(key="decide-none").click().run()
    assert "will be accepted" not in said(app)
    with store.read() as session:
        assert get_example(project.id, candidate.id, session=session).status == "pending"


def undone(store, example):
    with store.write() as session:
        (last, *_) = decisions_of(example.id, session=session)
        undo_decision(example.project_id, last.id, str(uuid.uuid4()), reviewer="mira", session=session)


def test_the_box_of_many_at_once_says_what_still_stands_and_goes_with_the_last_of_it(store, project):
    rows = pending(store, project, "one", "two", "three")
    assert bulk_desk().decide(store, project.id, PENDING, "accept", reviewer="mira").ended.wait(30)
    app = opened(project="Travel", reviewer="mira")
    assert app.button(key="undo-bulk").label == "Undo all 3"
    undone(store, rows[0])
    app.run()
    assert "1 of them undone since." in said(app)
    assert app.button(key="undo-bulk").label == "Undo the other 2"
    for row in rows[1:]:
        undone(store, row)
    assert "3 candidates accepted." not in said(app.run())
    assert bulk_desk().work_of(project.id) is None


def test_the_box_of_many_at_once_goes_after_some_minutes(store, project, candidate):
    work = bulk_desk().decide(store, project.id, PENDING, "accept", reviewer="mira")
    assert work.ended.wait(30)
    app = opened(project="Travel", reviewer="mira")
    assert "1 candidate accepted." in said(app)
    work.ended_at -= TOLD_FOR
    assert "1 candidate accepted." not in said(app.run())


def test_the_box_of_many_at_once_goes_when_the_page_is_left(store, project, candidate):
    assert bulk_desk().decide(store, project.id, PENDING, "accept", reviewer="mira").ended.wait(30)
    app = opened(project="Travel", reviewer="mira")
    assert "1 candidate accepted." in said(app.run())
    app.switch_page("ui/pages/dataset.py").run()
    assert bulk_desk().work_of(project.id)
    app.switch_page("ui/pages/review.py").run()
    assert "1 candidate accepted." not in said(app)
    assert bulk_desk().work_of(project.id) is None


def test_what_nobody_was_told_yet_is_told_when_the_page_is_come_back_to(store, project, candidate):
    app = opened(project="Travel", reviewer="mira")
    app.switch_page("ui/pages/dataset.py").run()
    assert bulk_desk().decide(store, project.id, PENDING, "accept", reviewer="mira").ended.wait(30)
    app.switch_page("ui/pages/review.py").run()
    assert "1 candidate accepted." in said(app)


def test_near_duplicates_outside_the_filter_and_what_others_hold_are_said(store, project):
    def other_intent():
        with store.write() as session:
            rows = [Utterance("call it off", "cancel_trip")]
            return add_examples(project.id, rows, origin="imported", status="pending", provenance={}, session=session)

    rows = pending(store, project, "a trip", "one trip")
    (outside,) = other_intent().examples
    with store.write() as session:
        for one in (*rows, outside):
            session.get_one(Example, one.id).group_key = rows[0].id
    app = asked(project, "accept")
    assert "2 candidates will be accepted." in said(app)
    assert "1 near-duplicate of these does not pass the filters" in said(app)
    assert "before other reviewers" not in said(app)
    claim(store, project.id, PENDING, reviewer="ben", order="arrival", limit=1)
    assert "1 of them lies before other reviewers now" in said(asked(project, "accept"))


def test_what_two_reviewers_judge_is_left_to_them(store, project, candidate):
    with store.write() as session:
        session.get_one(Project, project.id).shared_percent = 100
    app = asked(project, "reject")
    assert "Nothing is left to decide on here." in said(app)
    assert "1 other is left to two reviewers" in said(app)
    assert not [button for button in app.button if button.key == "decide-all"]


def test_what_arrives_while_one_is_asked_is_not_decided(store, project, candidate):
    app = asked(project, "accept")
    assert "1 candidate will be accepted." in said(app)
    with store.write() as session:
        late = [Utterance("fly to rome", "book_trip")]
        added = add_examples(project.id, late, origin="imported", status="pending", provenance={}, session=session)
    app.run()
    assert "1 candidate will be accepted." in said(app)
    app.button(key="decide-all").click().run()
    assert bulk_desk().work_of(project.id).ended.wait(30)
    with store.read() as session:
        examples = [get_example(project.id, one.id, session=session) for one in (candidate, *added.examples)]
    assert [one.status for one in examples] == ["accepted", "pending"]

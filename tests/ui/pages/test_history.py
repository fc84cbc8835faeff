"""The History page without a browser."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from backend.domain.decision import DecisionCreate
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Utterance
from storage.bulk import decide_bulk, order_bulk
from storage.decisions import decide, decisions_of
from storage.engine import Store
from storage.examples import add_examples, get_example
from storage.filters import ExampleFilter
from storage.tables import Decision, Example, Project
from tests.conftest import pending
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts

TALK_ON_FERNS = Utterance("a talk on ferns", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC ferns ] ]"))
LATER = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
"""Not tomorrow: the suite may run past midnight."""


def decided(store: Store, project: Project, example: Example, action: str, **more: object) -> Decision:
    with store.write() as session:
        version = get_example(project.id, example.id, session=session).version
        created = DecisionCreate(example.id, version, action, str(uuid.uuid4()), **more)  # type: ignore[arg-type]
        return decide(project.id, created, session=session)


def now(store: Store, project: Project, example: Example) -> Example:
    with store.read() as session:
        return get_example(project.id, example.id, session=session)


def listed(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["Utterance"])


def test_nothing_decided_leads_to_the_review(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("history", "Travel")
    assert "Review candidates" in [link.label for link in app.main.get("page_link")]


def test_decisions_are_listed_with_what_they_changed(open_page: OpenPage, store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    decided(store, project, one, "accept", reviewer="ada")
    decided(store, project, two, "reject", reviewer="ben", reason="unnatural")
    app = open_page("history", "Travel")
    table = app.dataframe[0].value
    assert list(table["Utterance"]) == ["two", "one"]
    assert list(table["Change"]) == ["pending → rejected", "pending → accepted"]
    assert (list(table["Who"]), list(table["Reason"])) == (["ben", "ada"], ["unnatural", ""])
    assert "2 decisions match" in texts(app)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ({"history_reviewer": "ada"}, ["one"]),
        ({"history_action": "reject"}, ["two"]),
        ({"history_reason": "unnatural"}, ["two"]),
        ({"history_search": "TW"}, ["two"]),
        ({"history_from": LATER}, []),
        ({"history_to": LATER}, ["two", "one"]),
        ({"history_made": "many at once"}, []),
        ({"history_undone": "stands"}, ["two", "one"]),
    ],
)
def test_filters_come_from_the_address(
    open_page: OpenPage, store: Store, project: Project, address: dict[str, str], found: list[str]
) -> None:
    one, two = pending(store, project, "one", "two")
    decided(store, project, one, "accept", reviewer="ada")
    decided(store, project, two, "reject", reviewer="ben", reason="unnatural")
    app = open_page("history", "Travel", **address)
    assert (listed(app) if found else texts(app).count("None on this page.")) == (found or 1)


def test_those_without_a_name_are_found_by_what_stands_for_it(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    one, two = pending(store, project, "one", "two")
    decided(store, project, one, "accept", reviewer="ada")
    decided(store, project, two, "reject")
    assert listed(open_page("history", "Travel", history_reviewer="(no name)")) == ["two"]


def test_a_parse_is_told_in_words_and_not_in_square_brackets(open_page: OpenPage, store: Store, talks: Project) -> None:
    with store.write() as session:
        added = add_examples(
            talks.id, [TALK_ON_FERNS], origin="imported", status="pending", provenance={}, session=session
        )
    (one,) = added.examples
    plain = Utterance("a talk on ferns", "FIND", parse=read_parse("[IN:FIND ]"))
    made = decided(store, talks, one, "edit", utterance=plain)
    app = open_page("history", "Talks", decision=str(made.id))
    table = app.dataframe[0].value
    assert list(table["Change"]) == ["pending → accepted; parse IN:FIND with SL:TOPIC: ferns → IN:FIND"]
    assert (list(table["Parse"]), "Slots" in table) == (["IN:FIND"], False)
    assert "parse IN:FIND with SL:TOPIC: ferns → IN:FIND" in texts(app)
    assert "[IN:" not in texts(app)


def test_long_histories_come_in_pages_by_id(open_page: OpenPage, store: Store, project: Project) -> None:
    pending(store, project, *(f"trip {number}" for number in range(60)))
    with store.write() as session:
        bulk = order_bulk(project.id, ExampleFilter(), "accept", session=session)
    list(decide_bulk(store, bulk.uid))
    app = open_page("history", "Travel")
    assert (len(listed(app)), listed(app)[0]) == (50, "trip 59")
    app.button(key="to-older").click().run()
    assert listed(app) == [f"trip {number}" for number in range(9, -1, -1)]
    assert app.button(key="to-older").disabled
    app.button(key="to-newer").click().run()
    assert listed(app)[0] == "trip 59"


def test_a_decision_is_undone_from_here_in_the_reviewers_name(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    (one,) = pending(store, project, "one")
    made = decided(store, project, one, "edit", utterance=Utterance("one day", "book_trip"))
    app = open_page("history", "Travel", decision=str(made.id), reviewer="mira")
    assert "text one → one day" in texts(app)
    app.button(key=f"undo-{made.id}").click().run()
    assert "The decision was undone." in app.success[0].value
    assert now(store, project, one).text == "one"
    with store.read() as session:
        assert [row.reviewer for row in decisions_of(one.id, session=session)] == ["", "mira"]
    assert "Undone already" in texts(app)


def test_what_something_was_built_on_is_not_undone_and_says_why(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    (one,) = pending(store, project, "one")
    made = decided(store, project, one, "accept")
    decided(store, project, one, "reject")
    app = open_page("history", "Travel", decision=str(made.id))
    app.button(key=f"undo-{made.id}").click().run()
    assert "changed since it was decided" in texts(app)
    assert now(store, project, one).status == "rejected"


def test_one_of_many_at_once_is_undone_alone(open_page: OpenPage, store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    with store.write() as session:
        bulk = order_bulk(project.id, ExampleFilter(), "accept", session=session)
    list(decide_bulk(store, bulk.uid))
    with store.read() as session:
        (made,) = decisions_of(one.id, session=session)
    app = open_page("history", "Travel", decision=str(made.id))
    assert app.button(key=f"undo-all-{made.id}").label == "Undo all 2 made at once"
    app.button(key=f"undo-{made.id}").click().run()
    assert (now(store, project, one).status, now(store, project, two).status) == ("pending", "accepted")


def test_one_example_has_its_history_from_the_dataset(open_page: OpenPage, store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    decided(store, project, one, "accept")
    decided(store, project, two, "accept")
    dataset = open_page("dataset", "Travel", example=str(one.id))
    (found,) = [link.proto for link in dataset.main.get("page_link") if "History" in link.proto.label]
    assert found.query_string == f"project=Travel&history_example={one.id}"
    assert listed(open_page("history", "Travel", history_example=str(one.id))) == ["one"]


def test_a_first_vote_tells_the_second_reviewer_nothing(open_page: OpenPage, store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    with store.write() as session:
        session.get_one(Project, project.id).shared_percent = 100
    made = decided(store, project, one, "reject", reviewer="ada", reason="unnatural")
    app = open_page("history", "Travel", decision=str(made.id))
    table = app.dataframe[0].value
    assert (list(table["What"]), list(table["Reason"])) == (["first vote"], [""])
    assert "rejected" not in texts(app)
    found = open_page("history", "Travel", history_action="reject")
    assert "0 decisions match" in texts(found)


def test_a_correction_that_waits_for_a_second_vote_is_not_shown(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    (one,) = pending(store, project, "one")
    with store.write() as session:
        session.get_one(Project, project.id).shared_percent = 100
    decided(store, project, one, "edit", reviewer="ada", utterance=Utterance("call it off", "cancel_trip"))
    app = open_page("history", "Travel")
    table = app.dataframe[0].value
    assert (list(table["Utterance"]), list(table["Intent"])) == (["one"], ["book_trip"])


def test_hostile_texts_and_names_are_never_read_as_markdown(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    for text, example in zip(HOSTILE, pending(store, project, *HOSTILE), strict=True):
        made = decided(store, project, example, "reject", reviewer=text, reason=text)
        app = open_page("history", "Travel", decision=str(made.id))
        assert text in texts(app)
        assert text not in read_as_markdown(app)

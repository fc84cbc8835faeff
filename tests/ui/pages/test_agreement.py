"""The Agreement page: the share, the reading, settling, and the way back."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from backend.domain.utterance import Span, Utterance
from storage.decisions import decisions_of
from storage.engine import Store
from storage.projects import project_by_id
from storage.schemas import delete_intent
from storage.tables import Example, Project
from tests.conftest import pending
from tests.storage.parse_votes import judged_parses
from tests.storage.reviewing import decided, now_of, share
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts

CITY = Utterance("to bergen", "book_trip", "en", (Span(3, 9, "city"),))


@pytest.fixture
def disputed(store: Store, project: Project) -> Example:
    """Corrected by ada, rejected by ben as unnatural."""
    share(store, project, 100)
    (row,) = pending(store, project, "to bergen")
    decided(store, row, "edit", by="ada", edit=CITY)
    return decided(store, row, "reject", by="ben", reason="unnatural")


def press(app: AppTest, what: str) -> AppTest:
    next(button for button in app.button if (button.key or "").startswith(what)).click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join([texts(app), *(one.value for one in [*app.subheader, *app.success])])


def test_an_empty_page_says_what_it_is_for_and_takes_the_share(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    pending(store, project, "one", "two")
    app = open_page("agreement", "Travel")
    assert "Nothing goes to two reviewers yet" in said(app)
    assert "Every candidate is decided by one reviewer." in said(app)
    app.number_input[0].set_value(100).run()
    with store.read() as session:
        assert project_by_id(project.id, session=session).shared_percent == 100
    assert "No candidate has been judged by two yet" in said(app)
    assert "2 candidates to be shown to two, 0 judged by one so far" in said(app)
    assert "Of 2 pending candidates, 2 still go to two." in said(app)


def test_the_reading_stands_there_without_a_button(open_page: OpenPage, store: Store, project: Project) -> None:
    share(store, project, 100)
    rows = pending(store, project, "one", "two", "three")
    for row, by_ben in zip(rows, ("accept", "reject", "reject"), strict=True):
        decided(store, row, "reject" if row.text == "three" else "accept", by="ada")
        decided(store, row, by_ben, by="ben")
    app = open_page("agreement", "Travel")
    shown = said(app)
    assert "2 (67%)" in shown
    assert "0.40" in shown
    assert "Undefined: only one answer was ever given" in shown
    assert "Undefined: neither marked a slot." in shown
    table = app.dataframe[0].value
    assert list(table["Reviewers"]) == ["ada and ben"]
    assert list(table["Judged"]) == [3]


def test_of_parses_the_parses_are_read(open_page: OpenPage, store: Store) -> None:
    judged_parses(store)
    app = open_page("agreement", "Orders")
    shown = said(app)
    assert "1 (50%)" in shown
    assert "How many parses are exactly alike" in shown
    assert "F1 of the labels of the parses" in shown
    assert "Slots" not in shown
    table = app.dataframe[0].value
    assert (list(table["Parses, exact match"]), list(table["Labels of parses, F1"])) == (["0.50"], ["0.75"])


def test_one_pair_has_one_kappa_whoever_of_the_two_came_first_and_more_reviewers_have_that_of_fleiss(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    share(store, project, 100)
    for number, row in enumerate(pending(store, project, *(f"number {number}" for number in range(9)))):
        votes = [("ada", "accept"), ("ben", "reject" if number % 3 else "accept")]
        for by, action in votes if number % 2 else votes[::-1]:
            decided(store, row, action, by=by)
    app = open_page("agreement", "Travel")
    assert "Cohen's κ: how far" in said(app)
    assert app.dataframe[0].value["Accept or reject, κ"][0] == "0.00"
    assert texts(app).count("-0.") == 0
    (row,) = pending(store, project, "one more")
    for by in ("ada", "cleo"):
        decided(store, row, "accept", by=by)
    assert "Fleiss' κ: how far" in said(open_page("agreement", "Travel"))


@pytest.mark.parametrize(
    ("side", "label", "status", "done"),
    [
        ("take-0", "Accept as ada has it", "accepted", "accepted as corrected"),
        ("take-1", "Reject, as ben did: unnatural", "rejected", "rejected"),
    ],
)
def test_taking_a_side_settles_in_the_name_of_who_settles(
    open_page: OpenPage,
    store: Store,
    project: Project,
    disputed: Example,
    side: str,
    label: str,
    status: str,
    done: str,
) -> None:
    app = open_page("agreement", "Travel", reviewer="cleo")
    assert "corrected it · book_trip" in said(app)
    assert "rejected it: unnatural" in said(app)
    (button,) = (one for one in app.button if (one.key or "").startswith(side))
    assert (button.label, button.proto.type) == (label, "primary" if status == "accepted" else "secondary")
    press(app, side)
    assert now_of(store, disputed).status == status
    with store.read() as session:
        last = decisions_of(disputed.id, session=session)[-1]
    assert (last.reviewer, last.vote) == ("cleo", False)
    assert app.success[0].value == f"Settled: {done}."
    assert "“to bergen”" in texts(app)
    assert not [one for one in app.button if (one.key or "").startswith("take-")]


def test_each_reviewer_has_his_side_whoever_voted_first(open_page: OpenPage, store: Store, project: Project) -> None:
    share(store, project, 100)
    for row, order in zip(pending(store, project, "one", "two"), (("ada", "ben"), ("ben", "ada")), strict=True):
        for by in order:
            decided(store, row, "accept" if by == "ada" else "reject", by=by)
    app = open_page("agreement", "Travel", reviewer="cleo")
    for _turn in range(2):
        sides = [one.label for one in app.button if (one.key or "").startswith("take-")]
        assert sides == ["Accept as ada has it", "Reject, as ben did"]
        press(app, "take-1")


def test_a_settlement_is_taken_back_from_there(
    open_page: OpenPage, store: Store, project: Project, disputed: Example
) -> None:
    (other,) = pending(store, project, "to rome")
    decided(store, other, "accept", by="ada")
    app = press(open_page("agreement", "Travel", reviewer="ada"), "take-0")
    assert "Settling here decides without a second reviewer." in said(app)  # the only one that is left waits
    press(app, "unsettle.")
    assert "rejected it: unnatural" in said(app)
    assert (now_of(store, disputed).status, now_of(store, disputed).votes) == ("pending", 2)
    assert [one for one in app.button if (one.key or "").startswith("take-0")]


def test_neither_side_is_taken_by_rejecting_with_a_reason(
    open_page: OpenPage, store: Store, project: Project, disputed: Example
) -> None:
    app = open_page("agreement", "Travel")
    app.selectbox(key=f"settle-reason.{disputed.id}.3").set_value("wrong slots").run()
    press(app, "settle-reject.")
    with store.read() as session:
        assert decisions_of(disputed.id, session=session)[-1].reason == "wrong slots"
    assert now_of(store, disputed).status == "rejected"


def test_neither_side_is_taken_by_correcting_otherwise(
    open_page: OpenPage, store: Store, project: Project, disputed: Example
) -> None:
    app = open_page("agreement", "Travel")
    field = app.text_input(key=f"edit-text.settle.{disputed.id}.3")
    assert field.value == "to [city : bergen]"
    field.set_value("off to [city : bergen]").run()
    press(app, "edit.settle.")
    assert (now_of(store, disputed).text, now_of(store, disputed).status) == ("off to bergen", "accepted")


def test_a_vote_for_an_intent_that_was_deleted_since_is_settled_otherwise(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    share(store, project, 100)
    (row,) = pending(store, project, "not that trip")
    decided(store, row, "edit", by="ada", edit=Utterance("not that trip", "cancel_trip"))
    decided(store, row, "reject", by="ben")
    with store.write() as session:
        delete_intent(project.id, "cancel_trip", session=session)
    app = open_page("agreement", "Travel")
    assert "There is no intent cancel_trip any more." in said(app)
    assert not [one for one in app.button if (one.key or "").startswith("edit.settle.")]
    app.selectbox(key=f"edit-intent.settle.{row.id}.3").set_value("book_trip").run()
    press(app, "edit.settle.")
    assert (now_of(store, row).intent, now_of(store, row).status) == ("book_trip", "accepted")


def test_after_one_comes_the_next(open_page: OpenPage, store: Store, project: Project) -> None:
    share(store, project, 100)
    for row in pending(store, project, "one", "two"):
        decided(store, row, "accept", by="ada")
        decided(store, row, "edit", by="ben", edit=Utterance(f"{row.text} please", "book_trip"))
    app = open_page("agreement", "Travel", reviewer="cleo")
    assert "They differ in text (one / one please)." in said(app)
    press(app, "take-1")
    assert "They differ in text (two / two please)." in said(app)


def test_of_two_markings_only_what_differs_is_named(open_page: OpenPage, store: Store, project: Project) -> None:
    share(store, project, 100)
    (row,) = pending(store, project, "to bergen on friday")
    both = (Span(3, 9, "city"), Span(13, 19, "day"))
    decided(store, row, "edit", by="ada", edit=Utterance(row.text, "book_trip", "en", both))
    decided(store, row, "edit", by="ben", edit=Utterance(row.text, "book_trip", "en", both[:1]))
    assert "They differ in day: friday, only ada." in said(open_page("agreement", "Travel", reviewer="cleo"))


def test_what_waits_for_a_second_may_be_settled_too(open_page: OpenPage, store: Store, project: Project) -> None:
    share(store, project, 100)
    (row,) = pending(store, project, "to bergen")
    decided(store, row, "accept", by="ada")
    app = open_page("agreement", "Travel", reviewer="ada")
    assert "Settling here decides without a second reviewer." in said(app)
    press(app, "take-0")
    assert (now_of(store, row).status, now_of(store, row).votes) == ("accepted", 1)


@pytest.mark.parametrize(("name", "why"), [("cleo", "You may still judge them"), ("", "give your name")])
def test_the_first_vote_is_hidden_from_whoever_may_give_the_second(
    open_page: OpenPage, store: Store, project: Project, name: str, why: str
) -> None:
    share(store, project, 100)
    rows = pending(store, project, "to bergen", "to lima")
    for row, by in zip(rows, ("ada", "cleo"), strict=True):
        decided(store, row, "reject", by=by, reason="unnatural")
    app = open_page("agreement", "Travel", **({"reviewer": name} if name else {}))
    hidden = 1 if name else 2
    assert f"{hidden} candidate" in said(app)
    assert "hidden here" in said(app)
    assert why in said(app)
    assert ("rejected it: unnatural" in said(app)) == bool(name)  # his own
    taken = [one.key for one in app.button if (one.key or "").startswith("take-")]
    assert taken == ([f"take-0.{rows[1].id}.2"] if name else [])


def test_a_settlement_that_came_too_late_changes_nothing(
    open_page: OpenPage, store: Store, project: Project, disputed: Example
) -> None:
    app = open_page("agreement", "Travel", reviewer="cleo")
    decided(store, disputed, "accept", by="dora", settles=True)
    press(app, "take-1")
    assert now_of(store, disputed).status == "accepted"


def test_hostile_texts_and_names_are_never_read_as_markdown(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    share(store, project, 100)
    for row, name in zip(pending(store, project, *HOSTILE), HOSTILE, strict=True):
        decided(store, row, "accept", by=name)
        decided(store, row, "reject", by="ben", reason=name)
    app = open_page("agreement", "Travel", reviewer="cleo")
    for _ in range(2):
        for text in HOSTILE[:3]:  # of letters alone is the last: it may be in a label
            assert text not in read_as_markdown(app)
        press(app, "take-1")

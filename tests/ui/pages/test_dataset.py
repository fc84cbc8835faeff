"""The Dataset page: found by the address, paged by the database, decided on by version."""

from __future__ import annotations

import uuid

from streamlit.testing.v1 import AppTest

from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Span, Utterance
from storage.decisions import decide, decisions_of
from storage.engine import Store
from storage.examples import add_examples, get_example
from storage.projects import create_project
from storage.tables import Example, Project
from tests.storage.reviewing import decided, share
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts


def pending(store: Store, project: Project, *utterances: Utterance) -> list[int]:
    with store.write() as session:
        added = add_examples(
            project.id,
            utterances,
            origin="imported",
            status="pending",
            provenance={"method": "import", "source": "trips.csv"},
            session=session,
        )
        return [example.id for example in added.examples]


def example(store: Store, project: Project, example_id: int) -> Example:
    with store.read() as session:
        return get_example(project.id, example_id, session=session)


def listed(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["Text"])


def press(app: AppTest, what: str) -> AppTest:
    next(button for button in app.button if (button.key or "").startswith(f"{what}.")).click().run()
    assert not app.exception
    return app


def test_an_empty_project_leads_to_writing_seeds(open_page: OpenPage, store: Store, obedient: str) -> None:
    with store.write() as session:
        create_project("Bare", teacher=obedient, session=session)
    app = open_page("dataset", "Bare")
    assert "Write seeds" in [link.label for link in app.get("page_link")]


def test_everything_is_listed_and_counted_by_status(open_page: OpenPage, store: Store, project: Project) -> None:
    pending(store, project, Utterance("a day in lima", "book_trip", "en", (Span(9, 13, "city"),)))
    app = open_page("dataset", "Travel")
    assert listed(app) == ["take me to rome on monday", "i want a weekend in oslo", "a day in lima"]
    assert "3 utterances match: 1 pending · 2 accepted · 0 rejected" in texts(app)


def test_filters_come_from_the_address(open_page: OpenPage, store: Store, project: Project) -> None:
    pending(store, project, Utterance("annule tout", "cancel_trip", "fr"))
    assert listed(open_page("dataset", "Travel", only_intent="cancel_trip")) == ["annule tout"]
    assert listed(open_page("dataset", "Travel", only_status="pending")) == ["annule tout"]
    assert listed(open_page("dataset", "Travel", only_language="French")) == ["annule tout"]
    assert listed(open_page("dataset", "Travel", only_origin="imported")) == ["annule tout"]
    assert listed(open_page("dataset", "Travel", only_slot="day")) == ["take me to rome on monday"]
    assert listed(open_page("dataset", "Travel", search="OSLO")) == ["i want a weekend in oslo"]


def test_a_chosen_filter_narrows_the_list(open_page: OpenPage, project: Project) -> None:
    app = open_page("dataset", "Travel")
    app.selectbox(key="only_slot").set_value("day").run()
    assert listed(app) == ["take me to rome on monday"]


def test_long_lists_come_in_pages(open_page: OpenPage, store: Store, project: Project) -> None:
    pending(store, project, *(Utterance(f"trip number {number}", "book_trip") for number in range(60)))
    app = open_page("dataset", "Travel")
    assert len(listed(app)) == 50
    app.pagination[0].set_value(2).run()
    assert len(listed(app)) == 12
    assert listed(open_page("dataset", "Travel", page="2")) == listed(app)


def test_the_example_in_the_address_is_shown_with_its_origin_and_history(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    (one,) = pending(store, project, Utterance("a day in lima", "book_trip"))
    app = open_page("dataset", "Travel", example=str(one))
    press(app, "accept")
    assert f"Example {one} is accepted now." in app.success[0].value
    decisions, provenance = app.dataframe[1].value, app.dataframe[2].value
    assert list(decisions["Change"]) == ["pending → accepted"]
    for at in (*decisions["When"], *app.dataframe[0].value["Changed"]):
        assert at.startswith("today ")
    assert "trips.csv" in list(provenance["Value"])


def test_a_first_vote_tells_the_second_reviewer_nothing(open_page: OpenPage, store: Store, project: Project) -> None:
    (one,) = pending(store, project, Utterance("a day in lima", "book_trip"))
    share(store, project, 100)
    decided(store, example(store, project, one), "reject", by="ada", reason="unnatural")
    app = open_page("dataset", "Travel", example=str(one))
    told = app.dataframe[1].value
    assert (list(told["What"]), list(told["Reason"]), list(told["Change"])) == (
        ["first vote"], [""], ["shown once the second is there"],
    )  # fmt: skip
    assert "unnatural" not in texts(app)


def test_a_rejection_carries_its_reason(open_page: OpenPage, store: Store, project: Project) -> None:
    (one,) = pending(store, project, Utterance("a day in lima", "book_trip"))
    app = open_page("dataset", "Travel", example=str(one))
    app.selectbox(key=f"reason.{one}.1").set_value("unnatural").run()
    press(app, "reject")
    assert example(store, project, one).status == "rejected"
    with store.read() as session:
        assert [row.reason for row in decisions_of(one, session=session)] == ["unnatural"]


def test_a_vote_on_a_shared_candidate_is_told_as_one(open_page: OpenPage, store: Store, project: Project) -> None:
    share(store, project, 100)
    (one,) = pending(store, project, Utterance("a day in lima", "book_trip"))
    app = press(open_page("dataset", "Travel", example=str(one), reviewer="ben"), "reject")
    assert app.success[0].value == "Your vote is kept; it waits for a second reviewer."
    app = press(open_page("dataset", "Travel", example=str(one), reviewer="ada"), "accept")
    assert app.success[0].value == "Your vote is kept."
    assert "ben and you disagree: it waits on Agreement." in texts(app)
    assert [link.page for link in app.main.get("page_link") if "two disagree" in link.label] == ["agreement"]
    assert example(store, project, one).status == "pending"
    app = press(open_page("dataset", "Travel", example=str(one), reviewer="cleo"), "accept")
    assert "Settle it on the Agreement page." in texts(app)


def test_a_correction_is_typed_in_brackets_and_accepts(open_page: OpenPage, store: Store, project: Project) -> None:
    (one,) = pending(store, project, Utterance("a day in lima", "book_trip"))
    app = open_page("dataset", "Travel", example=str(one))
    app.text_input(key=f"edit-text.{one}.1").set_value("two days in [city : lima]").run()
    press(app, "edit")
    now = example(store, project, one)
    assert (now.text, now.spans, now.status) == ("two days in lima", [[12, 16, "city"]], "accepted")


def test_a_correction_with_an_unknown_slot_is_refused_and_changes_nothing(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    (one,) = pending(store, project, Utterance("a day in lima", "book_trip"))
    app = open_page("dataset", "Travel", example=str(one))
    app.text_input(key=f"edit-text.{one}.1").set_value("a day in [town : lima]").run()
    assert "unknown slot 'town'" in texts(app)
    assert not [button for button in app.button if (button.key or "").startswith("edit.")]
    assert example(store, project, one).version == 1


def test_a_decision_on_a_version_that_changed_meanwhile_is_not_taken(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    (one,) = pending(store, project, Utterance("a day in lima", "book_trip"))
    app = open_page("dataset", "Travel", example=str(one))
    with store.write() as session:
        elsewhere = DecisionCreate(example_id=one, version=1, action="reject", uid=str(uuid.uuid4()))
        decide(project.id, elsewhere, session=session)
    press(app, "accept")
    assert example(store, project, one).status == "rejected"


def test_an_example_that_is_not_there_is_said(open_page: OpenPage, project: Project) -> None:
    assert "no example with id 999" in texts(open_page("dataset", "Travel", example="999"))


def test_an_example_id_that_is_no_number_shows_none(open_page: OpenPage, project: Project) -> None:
    assert "Select a row" in texts(open_page("dataset", "Travel", example="<script>"))


def test_hostile_texts_are_never_read_as_markdown(open_page: OpenPage, store: Store, project: Project) -> None:
    hostile = pending(store, project, *(Utterance(text, "book_trip") for text in HOSTILE))
    for one in hostile:
        app = open_page("dataset", "Travel", example=str(one), only_status="pending")
        assert listed(app) == list(HOSTILE)
        for text in HOSTILE:
            assert text not in read_as_markdown(app)

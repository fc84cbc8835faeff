"""The history: filtered, paged by id, streamed, told as records."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest

from backend.domain.decision import DecisionCreate
from backend.domain.errors import NotFound
from backend.domain.utterance import Utterance
from storage.bulk import decide_bulk, order_bulk
from storage.decisions import decide
from storage.engine import Store
from storage.filters import ExampleFilter
from storage.history import (
    HistoryFilter,
    count_history,
    find_history,
    get_entry,
    reasons_of,
    record,
    reviewers_of,
    standing_at_once,
    stream_history,
)
from storage.projects import create_project
from storage.tables import Decision, Example, Project, now
from storage.undoing import undo_decision
from tests.conftest import pending
from tests.storage.reviewing import share


def decided(store: Store, project: Project, example: Example, action: str, **more: object) -> Decision:
    with store.write() as session:
        created = DecisionCreate(example.id, example.version, action, str(uuid.uuid4()), **more)  # type: ignore[arg-type]
        return decide(project.id, created, session=session)


@pytest.fixture
def examples(store: Store, project: Project) -> tuple[Example, ...]:
    """One accepted by ada, two rejected by ben, three corrected by nobody in particular and undone again."""
    one, two, three = pending(store, project, "one way", "two ways", "three ways")
    decided(store, project, one, "accept", reviewer="ada")
    decided(store, project, two, "reject", reviewer="ben", reason="unnatural")
    made = decided(store, project, three, "edit", utterance=Utterance("call it off", "cancel_trip"))
    with store.write() as session:
        undo_decision(project.id, made.id, str(uuid.uuid4()), reviewer="ada", session=session)
    return one, two, three


def actions(store: Store, project: Project, wanted: HistoryFilter) -> list[str]:
    """Newest first; counted as they are found."""
    with store.read() as session:
        found = find_history(project.id, wanted, limit=50, session=session)
        assert count_history(project.id, wanted, session=session) == len(found)
        assert [entry.decision.id for entry in stream_history(project.id, wanted, session=session)] == [
            entry.decision.id for entry in found
        ]
    return [entry.decision.action for entry in found]


def test_everything_is_there_newest_first(store: Store, project: Project, examples: tuple[Example, ...]) -> None:
    assert actions(store, project, HistoryFilter()) == ["undo", "edit", "reject", "accept"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (HistoryFilter(reviewer="ada"), ["undo", "accept"]),
        (HistoryFilter(reviewer=""), ["edit"]),
        (HistoryFilter(action="reject"), ["reject"]),
        (HistoryFilter(reason="unnatural"), ["reject"]),
        (HistoryFilter(intent="cancel_trip"), []),
        (HistoryFilter(undone=True), ["edit"]),
        (HistoryFilter(undone=False), ["undo", "reject", "accept"]),
        (HistoryFilter(at_once=True), []),
        (HistoryFilter(at_once=False, reviewer="ben"), ["reject"]),
        (HistoryFilter(search="WAYS"), ["undo", "edit", "reject"]),
        (HistoryFilter(search="call it"), ["undo"]),
        (HistoryFilter(search="100%"), []),
        (HistoryFilter(since=now() - timedelta(hours=1)), ["undo", "edit", "reject", "accept"]),
        (HistoryFilter(until=now() - timedelta(hours=1)), []),
    ],
)
def test_each_filter_narrows_it(
    store: Store, project: Project, examples: tuple[Example, ...], wanted: HistoryFilter, found: list[str]
) -> None:
    assert actions(store, project, wanted) == found


def test_one_example_has_a_history_of_its_own(store: Store, project: Project, examples: tuple[Example, ...]) -> None:
    assert actions(store, project, HistoryFilter(example_id=examples[2].id)) == ["undo", "edit"]


def test_what_was_decided_at_once_is_told_apart(store: Store, project: Project, examples: tuple[Example, ...]) -> None:
    with store.write() as session:
        bulk = order_bulk(project.id, ExampleFilter(), "reject", reviewer="ada", session=session)
    list(decide_bulk(store, bulk.uid))
    assert actions(store, project, HistoryFilter(at_once=True)) == ["reject"]
    with store.read() as session:
        (entry,) = find_history(project.id, HistoryFilter(at_once=True), limit=9, session=session)
        assert (entry.decision.bulk_uid, standing_at_once(bulk.uid, session=session)) == (bulk.uid, 1)


def test_pages_are_turned_by_id_both_ways(store: Store, project: Project) -> None:
    for example in pending(store, project, "a", "b", "c", "d", "e"):
        decided(store, project, example, "accept")

    def ids(**page: int) -> list[int]:
        with store.read() as session:
            found = find_history(project.id, HistoryFilter(), limit=2, session=session, **page)
        return [entry.decision.id for entry in found]

    newest = ids()
    older = ids(before_id=newest[-1])
    assert (newest, older, ids(before_id=older[-1])) == ([5, 4], [3, 2], [1])
    assert ids(after_id=older[0]) == newest
    assert ids(after_id=1) == [3, 2]


def test_a_decision_knows_the_undo_that_took_it_back(
    store: Store, project: Project, examples: tuple[Example, ...]
) -> None:
    with store.read() as session:
        undo, edit, *_ = find_history(project.id, HistoryFilter(), limit=9, session=session)
    assert (edit.undone_by, undo.undone_by) == (undo.decision.id, None)


def test_a_decision_of_another_project_is_not_found(
    store: Store, project: Project, examples: tuple[Example, ...]
) -> None:
    with store.write() as session:
        other = create_project("Other", teacher="x", session=session)
    assert actions(store, other, HistoryFilter()) == []
    with pytest.raises(NotFound, match="no decision with id 1"), store.read() as session:
        get_entry(other.id, 1, session=session)


def test_only_who_decided_and_the_reasons_given_are_offered(
    store: Store, project: Project, examples: tuple[Example, ...]
) -> None:
    with store.read() as session:
        assert reviewers_of(project.id, session=session) == ["", "ada", "ben"]
        assert reasons_of(project.id, session=session) == ["unnatural"]


def test_a_first_vote_is_open_until_the_second(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    with store.write() as session:
        session.get_one(Project, project.id).shared_percent = 100
    first = decided(store, project, one, "accept", reviewer="ada")
    with store.read() as session:
        assert get_entry(project.id, first.id, session=session).is_open_vote
        voted = session.get_one(Example, one.id)
    decided(store, project, voted, "accept", reviewer="ben")
    with store.read() as session:
        assert not get_entry(project.id, first.id, session=session).is_open_vote


@pytest.fixture
def open_one(store: Store, project: Project) -> Decision:
    """Rejected by ada as unnatural, with a second vote to come; and another that was decided by one."""
    one, two = pending(store, project, "one", "two")
    decided(store, project, two, "reject", reviewer="ada", reason="duplicate")
    share(store, project, 100)
    return decided(store, project, one, "reject", reviewer="ada", reason="unnatural")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (HistoryFilter(), ["reject", "reject"]),
        (HistoryFilter(reviewer="ada"), ["reject", "reject"]),
        (HistoryFilter(action="reject"), ["reject"]),
        (HistoryFilter(reason="unnatural"), []),
        (HistoryFilter(reason="duplicate"), ["reject"]),
    ],
)
def test_no_filter_finds_out_what_an_open_vote_says(
    store: Store, project: Project, open_one: Decision, wanted: HistoryFilter, found: list[str]
) -> None:
    assert actions(store, project, wanted) == found


def test_an_open_vote_is_told_without_what_it_says(store: Store, project: Project) -> None:
    share(store, project, 100)
    (row,) = pending(store, project, "one")
    better = Utterance("call it off", "cancel_trip")
    first = decided(store, project, row, "edit", reviewer="ada", utterance=better)
    with store.read() as session:
        told = record(get_entry(project.id, first.id, session=session))
    assert (told["action"], told["reviewer"], told["proposed"]) == ("vote", "ada", None)
    assert "call it off" not in json.dumps(told)
    assert "cancel_trip" not in json.dumps(told)
    assert "edit" not in json.dumps(told)


def test_an_open_vote_is_told_in_full_once_the_second_is_there(
    store: Store, project: Project, open_one: Decision
) -> None:
    with store.read() as session:
        assert record(get_entry(project.id, open_one.id, session=session))["reason"] == ""
        assert reasons_of(project.id, session=session) == ["duplicate"]
        voted = session.get_one(Example, open_one.example_id)
    decided(store, project, voted, "accept", reviewer="ben")
    with store.read() as session:
        told = record(get_entry(project.id, open_one.id, session=session))
        assert reasons_of(project.id, session=session) == ["duplicate", "unnatural"]
    assert (told["action"], told["reason"], told["proposed"]["status"]) == ("reject", "unnatural", "rejected")
    assert actions(store, project, HistoryFilter(action="reject")) == ["reject", "reject"]


def test_a_record_is_json_with_what_it_was_and_became(
    store: Store, project: Project, examples: tuple[Example, ...]
) -> None:
    with store.read() as session:
        edit = find_history(project.id, HistoryFilter(action="edit"), limit=1, session=session)[0]
    told = json.loads(json.dumps(record(edit)))
    assert (told["before"]["text"], told["after"]["text"]) == ("three ways", "call it off")
    assert (told["before"]["status"], told["after"]["intent"]) == ("pending", "cancel_trip")
    assert "fingerprint" not in told["after"]

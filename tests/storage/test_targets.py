from __future__ import annotations

from dataclasses import replace

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.parse_schemas import load_parses, replace_parses, store_parses
from storage.projects import create_project
from storage.schemas import delete_intent, delete_slot, load_schema, put_intent, put_schema, put_slot
from storage.tables import Project
from storage.targets import set_targets, targets_of

TALK = Utterance("is there a talk on moss", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC moss ] ]"))
LATER = Utterance("is there one today", "FIND", parse=read_parse("[IN:FIND [SL:WHEN today ] ]"))
OF_TOPIC = ("FIND", "SL:TOPIC")


@pytest.fixture
def talks(store: Store) -> Project:
    """A project of parses with a target for its intent, and one for a label inside of it."""
    with store.write() as session:
        project = create_project("Talks", teacher="t", session=session)
        store_parses(project.id, ParseSchema("decoupled"), session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(TALK), session=session)
        set_targets(project.id, {("FIND", ""): 9, OF_TOPIC: 4}, session=session)
        return project


@pytest.fixture
def aimed(store: Store, project: Project) -> Project:
    with store.write() as session:
        counts = {("book_trip", ""): 100, ("cancel_trip", ""): 20, ("cancel_trip", "day"): 10}
        set_targets(project.id, counts, session=session)
    return project


def held(store: Store, project: Project) -> dict[tuple[str, str], int]:
    with store.read() as session:
        return targets_of(project.id, session=session)


def test_a_target_is_changed_and_the_others_stay(store: Store, aimed: Project) -> None:
    with store.write() as session:
        set_targets(aimed.id, {("book_trip", ""): 50}, session=session)
    assert held(store, aimed) == {("book_trip", ""): 50, ("cancel_trip", ""): 20, ("cancel_trip", "day"): 10}


def test_a_target_of_none_is_taken_away(store: Store, aimed: Project) -> None:
    with store.write() as session:
        set_targets(aimed.id, {("cancel_trip", ""): 0, ("cancel_trip", "day"): 0}, session=session)
    assert held(store, aimed) == {("book_trip", ""): 100}


@pytest.mark.parametrize(
    ("cell", "count", "said"),
    [
        (("fly_home", ""), 5, "unknown intent 'fly_home'"),
        (("cancel_trip", "city"), 5, "slot that intent cancel_trip does not hold 'city'"),
        (("book_trip", ""), -1, "target -1"),
        (("book_trip", ""), 1_000_001, "target 1000001"),
    ],
)
def test_what_cannot_be_aimed_for_is_refused_and_nothing_set(
    store: Store, aimed: Project, cell: tuple[str, str], count: int, said: str
) -> None:
    with pytest.raises(InvalidValue) as refused, store.write() as session:
        set_targets(aimed.id, {("book_trip", ""): 7, cell: count}, session=session)
    assert said in str(refused.value)
    assert held(store, aimed)["book_trip", ""] == 100


def test_targets_go_with_their_intent(store: Store, aimed: Project) -> None:
    with store.write() as session:
        delete_intent(aimed.id, "cancel_trip", session=session)
    assert held(store, aimed) == {("book_trip", ""): 100}


def test_targets_go_with_a_slot_that_the_intent_lets_go_of(store: Store, project: Project) -> None:
    with store.write() as session:
        put_intent(project.id, Intent("cancel_trip", "", ("day", "city")), session=session)
        set_targets(project.id, {("cancel_trip", ""): 20, ("cancel_trip", "day"): 10}, session=session)
        put_intent(project.id, Intent("cancel_trip", "", ("city",)), session=session)
    assert held(store, project) == {("cancel_trip", ""): 20}


def test_targets_of_a_deleted_slot_are_gone(store: Store, project: Project) -> None:
    with store.write() as session:
        put_slot(project.id, Slot("seat"), session=session)
        put_intent(project.id, Intent("cancel_trip", "", ("day", "seat")), session=session)
        set_targets(project.id, {("cancel_trip", "seat"): 3, ("cancel_trip", "day"): 4}, session=session)
        delete_slot(project.id, "seat", session=session)
    assert held(store, project) == {("cancel_trip", "day"): 4}


def test_targets_of_labels_stay_when_seeds_or_meanings_are_added(store: Store, talks: Project) -> None:
    with store.write() as session:
        put_schema(talks.id, load_schema(talks.id, session=session).extended_by(LATER), session=session)
        put_schema(talks.id, Schema((Intent("FIND", "Look for one."),)), session=session)
        set_targets(talks.id, {("FIND", "SL:WHEN"): 3}, session=session)
    assert held(store, talks) == {("FIND", ""): 9, OF_TOPIC: 4, ("FIND", "SL:WHEN"): 3}


@pytest.mark.parametrize("label", ["IN:FIND", "SL:PLACE", "topic"])
def test_a_label_that_is_not_inside_of_the_intent_is_refused(store: Store, talks: Project, label: str) -> None:
    with pytest.raises(InvalidValue) as refused, store.write() as session:
        set_targets(talks.id, {OF_TOPIC: 7, ("FIND", label): 1}, session=session)
    assert f"label that intent FIND does not hold '{label}'. It may hold: SL:TOPIC." in str(refused.value)
    assert held(store, talks)[OF_TOPIC] == 4


def test_of_many_labels_some_are_named(store: Store, talks: Project) -> None:
    with store.write() as session:
        parses = load_parses(talks.id, session=session)
        assert parses is not None
        more = tuple(ParseLabel(f"SL:L{number}") for number in range(9))
        replace_parses(talks.id, replace(parses, labels=(*parses.labels, *more)), session=session)
    with pytest.raises(InvalidValue, match=r"It may hold: SL:TOPIC, SL:L0, .*SL:L6, …"), store.write() as session:
        set_targets(talks.id, {("FIND", "SL:L10"): 1}, session=session)


def test_targets_of_a_label_go_with_it(store: Store, talks: Project) -> None:
    with store.write() as session:
        find = ParseLabel("IN:FIND", "", ("SL:WHAT",))
        renamed = ParseSchema("decoupled", roots=("IN:FIND",), labels=(find, ParseLabel("SL:WHAT")), depth=2)
        replace_parses(talks.id, renamed, session=session)
    assert held(store, talks) == {("FIND", ""): 9}


def test_targets_of_labels_go_with_their_intent(store: Store, talks: Project) -> None:
    with store.write() as session:
        delete_intent(talks.id, "FIND", session=session)
    assert held(store, talks) == {}

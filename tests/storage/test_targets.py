from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.schema import Intent, Slot
from storage.engine import Store
from storage.schemas import delete_intent, delete_slot, put_intent, put_slot
from storage.tables import Project
from storage.targets import set_targets, targets_of


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

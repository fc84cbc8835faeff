from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from sqlmodel import select

from backend.domain.decision import DecisionCreate
from backend.domain.errors import Conflict, NotFound
from backend.domain.request import Request
from backend.domain.schema import Intent, Schema, Slot
from storage.decisions import decide
from storage.engine import Store
from storage.jobs import create_job
from storage.schemas import delete_intent, delete_slot, intent_contents, load_labels, load_schema, put_intent, put_slot
from storage.tables import Project, SlotRow
from tests.conftest import TRAVEL, pending
from tests.postgres import on_both

pytestmark = on_both


def test_a_schema_comes_back_as_it_was_put(store: Store, project: Project) -> None:
    with store.read() as session:
        assert load_schema(project.id, session=session) == TRAVEL


def test_its_labels_alone_are_the_schema_without_what_it_says_of_them(store: Store, project: Project) -> None:
    with store.read() as session:
        labels = load_labels(project.id, session=session)
    slots = [replace(slot, description="", catalogue=()) for slot in TRAVEL.slots]
    assert labels == Schema(tuple(replace(intent, description="") for intent in TRAVEL.intents), tuple(slots))


def test_whoever_decides_does_not_wait_for_a_long_catalogue(store: Store, project: Project) -> None:
    (candidate,) = pending(store, project, "to rome")
    with store.write() as session:
        row = session.exec(select(SlotRow).where(SlotRow.project_id == project.id, SlotRow.name == "city")).one()
        row.catalogue = [1]  # which whoever reads it cannot take
        session.add(row)
    with pytest.raises(AttributeError), store.read() as session:
        load_schema(project.id, session=session)
    with store.write() as session:
        made = DecisionCreate(candidate.id, candidate.version, "accept", str(uuid.uuid4()))
        assert decide(project.id, made, session=session).after["status"] == "accepted"


def test_of_an_older_catalogue_what_no_utterance_can_hold_is_left_out(store: Store, project: Project) -> None:
    with store.write() as session:
        row = session.exec(select(SlotRow).where(SlotRow.project_id == project.id, SlotRow.name == "city")).one()
        row.catalogue = ["rome", "new\tyork", "os\x07lo"]
        session.add(row)
    with store.read() as session:
        assert load_schema(project.id, session=session).slot("city").catalogue == ("rome", "new york")


def test_putting_a_slot_again_changes_its_catalogue(store: Store, project: Project) -> None:
    with store.write() as session:
        put_slot(project.id, Slot("city", "a town", ("bergen",)), session=session)
        assert load_schema(project.id, session=session).slot("city") == Slot("city", "a town", ("bergen",))


def test_an_intent_keeps_the_slots_that_its_examples_hold(store: Store, project: Project) -> None:
    with (
        pytest.raises(Conflict, match=r"2 examples of intent book_trip hold the slot 'city'"),
        store.write() as session,
    ):
        put_intent(project.id, Intent("book_trip", "", ("day",)), session=session)
    with store.read() as session:
        assert load_schema(project.id, session=session) == TRAVEL


def test_an_intent_may_lose_a_slot_that_nothing_holds(store: Store, project: Project) -> None:
    with store.write() as session:
        put_intent(project.id, Intent("cancel_trip", "", ()), session=session)
        assert load_schema(project.id, session=session).intent("cancel_trip").slots == ()


def test_an_intent_with_an_unknown_slot_is_refused(store: Store, project: Project) -> None:
    with pytest.raises(NotFound, match="'hotel'"), store.write() as session:
        put_intent(project.id, Intent("book_trip", "", ("city", "day", "hotel")), session=session)


def test_an_intent_goes_with_its_examples(store: Store, project: Project) -> None:
    pending(store, project, "one")
    with store.write() as session:
        assert intent_contents(project.id, "book_trip", session=session).examples == 3
        delete_intent(project.id, "book_trip", session=session)
        assert [intent.name for intent in load_schema(project.id, session=session).intents] == ["cancel_trip"]
        assert intent_contents(project.id, "book_trip", session=session).examples == 0


def test_an_intent_keeps_its_slots_while_its_job_runs(store: Store, project: Project) -> None:
    with store.write() as session:
        create_job(project.id, Request("cancel_trip"), teacher="t", sampling={}, session=session)
    with pytest.raises(Conflict, match="a job is still writing"), store.write() as session:
        put_intent(project.id, Intent("cancel_trip", "", ()), session=session)
    with store.write() as session:
        put_intent(project.id, Intent("cancel_trip", "Call it off.", ("day", "city")), session=session)


def test_an_intent_is_not_deleted_while_its_job_runs(store: Store, project: Project) -> None:
    with store.write() as session:
        create_job(project.id, Request("book_trip"), teacher="t", sampling={}, session=session)
    with pytest.raises(Conflict, match="a job is still writing"), store.write() as session:
        delete_intent(project.id, "book_trip", session=session)
    with store.write() as session:
        delete_intent(project.id, "cancel_trip", session=session)


def test_a_slot_that_examples_hold_is_not_deleted(store: Store, project: Project) -> None:
    with pytest.raises(Conflict, match="1 examples hold the slot 'day'"), store.write() as session:
        delete_slot(project.id, "day", session=session)

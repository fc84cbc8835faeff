"""Whoever changes a schema and whoever adds or accepts what it must fit do so one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlmodel import Session

from backend.domain.errors import NotFound, TeachsetError
from backend.domain.schema import Intent, Slot
from backend.domain.utterance import Span, Utterance
from storage.engine import Store
from storage.examples import add_examples
from storage.projects import delete_project, list_projects
from storage.schemas import delete_slot, load_schema, put_intent, put_schema, put_slot, schema_to_change
from storage.tables import Project
from tests.conftest import TRAVEL
from tests.postgres import on_both

pytestmark = on_both

PRICEY = Utterance("a week for 300", "cancel_trip", "en", (Span(11, 14, "price"),))
LOOK_SECONDS = 0.3
"""In which a writer that does not wait for another one has ended."""


@pytest.fixture
def pricey(store: Store, project: Project) -> Project:
    """The project, of which cancel_trip may hold a slot that nothing holds yet."""
    with store.write() as session:
        put_slot(project.id, Slot("price"), session=session)
        put_intent(project.id, Intent("cancel_trip", "", ("day", "price")), session=session)
    return project


class Other:
    """Somebody who writes at the same time."""

    def __init__(self, store: Store, work: Callable[[Session], object]) -> None:
        self.said: list[TeachsetError] = []
        self._store, self._work = store, work
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            with self._store.write() as session:
                self._work(session)
        except TeachsetError as error:
            self.said.append(error)

    def begin(self) -> None:
        self._thread.start()
        self._thread.join(LOOK_SECONDS)
        assert self._thread.is_alive(), "it waits for the other"

    def end(self) -> list[TeachsetError]:
        self._thread.join(30)
        return self.said


CHANGES: dict[str, Callable[[int, Session], object]] = {
    "the slot is deleted": lambda id_, session: delete_slot(id_, "price", session=session),
    "its intent loses it": lambda id_, session: put_intent(id_, Intent("cancel_trip", "", ("day",)), session=session),
    "the schema without it is put": lambda id_, session: put_schema(id_, TRAVEL, session=session),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_nothing_is_added_that_holds_a_slot_which_goes(
    store: Store, pricey: Project, change: Callable[[int, Session], object]
) -> None:
    def add(session: Session) -> None:
        add_examples(pricey.id, [PRICEY], origin="seed", status="accepted", provenance={}, session=session)

    other = Other(store, add)
    with store.write() as session:
        change(pricey.id, session)
        other.begin()
    assert ["slot" in str(error) for error in other.end()] == [True]


def test_two_who_add_a_slot_to_an_intent_add_both(store: Store, pricey: Project) -> None:
    def widen(session: Session, slot: str) -> None:
        held = schema_to_change(pricey.id, session=session).intent("cancel_trip")
        put_slot(pricey.id, Slot(slot), session=session)
        put_intent(pricey.id, Intent("cancel_trip", "", (*held.slots, slot)), session=session)

    other = Other(store, lambda session: widen(session, "hotel"))
    with store.write() as session:
        schema_to_change(pricey.id, session=session)
        other.begin()
        widen(session, "airline")
    assert other.end() == []
    with store.read() as session:
        assert set(load_schema(pricey.id, session=session).intent("cancel_trip").slots) > {"hotel", "airline"}


def test_a_project_is_deleted_before_or_after_whatever_is_added_to_it(store: Store, pricey: Project) -> None:
    other = Other(store, lambda session: delete_project(pricey.id, session=session))
    with store.write() as session:
        add_examples(pricey.id, [PRICEY], origin="seed", status="accepted", provenance={}, session=session)
        other.begin()
    assert other.end() == []
    with store.read() as session:
        assert list_projects(session=session) == []
    with pytest.raises(NotFound), store.write() as session:
        delete_project(pricey.id, session=session)

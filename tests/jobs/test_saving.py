"""Saving what was read: in short transactions, of which some may have ended before it breaks off."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from jobs.importing import read_uploaded
from jobs.saving import save_reading
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.schemas import delete_intent, load_schema
from storage.tables import Project
from tests.conftest import pending
from tests.storage.reviewing import decided

FILE = b"""text,intent
to [city : bergen],book_trip
to [city : lima],book_trip
to [city : bari],book_trip
call it off,cancel_trip
"""


@pytest.fixture(autouse=True)
def _of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.pieces.PIECE", 2)


def candidates(store: Store, project: Project) -> list[str]:
    with store.read() as session:
        return [row.text for row in find_examples(project.id, ExampleFilter(status="pending"), session=session)]


def test_others_decide_between_two_pieces(store: Store, project: Project) -> None:
    reading = read_uploaded(store, project.id, "x.csv", FILE, intent=None, language="en")
    waiting = list(pending(store, project, "one", "two"))
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        decided(store, waiting.pop(), "accept", by="ada")

    added = save_reading(store, project.id, reading, as_="candidates", source="x.csv", progress=tell)
    assert told == [(2, 4), (4, 4)]
    assert [row.text for row in added.examples] == ["to bergen", "to lima", "to bari", "call it off"]


def test_after_one_that_was_killed_the_same_file_adds_the_rest(store: Store, project: Project) -> None:
    reading = read_uploaded(store, project.id, "x.csv", FILE, intent=None, language="en")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_reading(store, project.id, reading, as_="candidates", source="x.csv", progress=killed)
    assert candidates(store, project) == ["to bergen", "to lima"]
    again = read_uploaded(store, project.id, "x.csv", FILE, intent=None, language="en")
    assert [error.number for error in again.errors] == [2, 3], "they are there"
    save_reading(store, project.id, again, as_="candidates", source="x.csv")
    assert candidates(store, project) == ["to bergen", "to lima", "to bari", "call it off"]
    assert save_reading(store, project.id, reading, as_="candidates", source="x.csv").examples == ()


def test_a_schema_that_changes_meanwhile_breaks_it_off_and_the_error_says_how_far_it_was(
    store: Store, project: Project
) -> None:
    reading = read_uploaded(store, project.id, "x.csv", FILE, intent=None, language="en")

    def change(*_: object) -> None:
        with store.write() as session:
            delete_intent(project.id, "cancel_trip", session=session)

    with pytest.raises(InvalidValue, match=r"unknown intent 'cancel_trip'\. 2 of 4 lines were saved before\."):
        save_reading(store, project.id, reading, as_="candidates", source="x.csv", progress=change)
    assert candidates(store, project) == ["to bergen", "to lima"]


def test_a_line_that_does_not_fit_is_seen_before_the_first_is_saved(store: Store, project: Project) -> None:
    reading = read_uploaded(store, project.id, "x.csv", FILE, intent=None, language="en")
    with store.write() as session:
        delete_intent(project.id, "cancel_trip", session=session)
    with pytest.raises(InvalidValue, match="unknown intent 'cancel_trip'"):
        save_reading(store, project.id, reading, as_="candidates", source="x.csv")
    assert candidates(store, project) == []


def test_labels_come_with_the_first_piece(store: Store, project: Project) -> None:
    data = FILE + b"rent a [vehicle : van],rent_car\n"
    reading = read_uploaded(store, project.id, "x.csv", data, intent=None, language="en", new_labels=True)
    seen: list[bool] = []

    def look(*_: object) -> None:
        with store.read() as session:
            seen.append("rent_car" in {one.name for one in load_schema(project.id, session=session).intents})

    save_reading(store, project.id, reading, as_="candidates", source="x.csv", add_labels=True, progress=look)
    assert seen == [True, True, True]

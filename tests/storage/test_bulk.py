"""Many decided at once, and taken back at once."""

from __future__ import annotations

import time
import uuid
from itertools import islice

import pytest
from sqlalchemy import insert
from sqlmodel import col, func, select, text

from backend.domain.errors import Conflict, InvalidValue, NotFound
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Span, Utterance
from storage.bulk import bulk_of, decide_bulk, order_bulk, sample
from storage.bulk_undo import Undone, undo_rest
from storage.decisions import decisions_of
from storage.engine import Store
from storage.examples import add_examples, count_examples
from storage.filters import ExampleFilter
from storage.parse_schemas import replace_parses, store_parses
from storage.pieces import PIECE
from storage.projects import create_project
from storage.rows import columns
from storage.schemas import load_schema, put_schema
from storage.tables import Bulk, Decision, Example, Lease, Project
from tests.conftest import pending
from tests.storage.reviewing import claimed, decided, now_of, share

TRIPS = ExampleFilter(intent="book_trip")


def ordered(store: Store, project: Project, action: str = "accept", wanted: ExampleFilter = TRIPS, **more: str) -> Bulk:
    with store.write() as session:
        return order_bulk(project.id, wanted, action, reviewer="ada", session=session, **more)


def count(store: Store, project: Project, status: str, *, seeds: bool = False) -> int:
    with store.read() as session:
        return count_examples(project.id, ExampleFilter(status=status, seeds=seeds), session=session)


def many(store: Store, project: Project, number: int) -> list[int]:
    """As many candidates, put in fast; their ids."""
    common = {"project_id": project.id, "origin": "imported", "status": "pending"}
    made = [Example(**common, **columns(Utterance(f"trip {at}", "book_trip"))) for at in range(number)]
    with store.write() as session:
        session.exec(insert(Example), params=[one.model_dump(exclude={"id"}) for one in made])
        return list(session.exec(select(Example.id).where(Example.status == "pending").order_by(col(Example.id))))


def undo_bulk(store: Store, project: Project, uid: str, bulk_uid: str) -> Undone:
    """All that was decided at once under that uid."""
    return undo_rest(store, project.id, uid, bulk_uid, reviewer="ada")


def test_all_that_passes_the_filter_is_decided_and_nothing_else(store: Store, project: Project) -> None:
    pending(store, project, "a trip", "another trip", "to lima")
    bulk = ordered(store, project, "reject", ExampleFilter(search="trip"), reason="unnatural")
    assert bulk.total == 2
    assert list(decide_bulk(store, bulk.uid)) == [2, 2]
    assert (count(store, project, "rejected"), count(store, project, "pending")) == (2, 1)
    with store.read() as session:
        rows = session.exec(select(Decision)).all()
    assert {(row.action, row.reason, row.reviewer, row.bulk_uid) for row in rows} == {
        ("reject", "unnatural", "ada", bulk.uid)
    }


def test_only_accept_and_reject_are_for_many(store: Store, project: Project) -> None:
    pending(store, project, "one")
    with pytest.raises(InvalidValue, match="'skip'"):
        ordered(store, project, "skip")


def test_a_filter_that_nothing_passes_is_refused(store: Store, project: Project) -> None:
    with pytest.raises(Conflict, match="nothing pending passes the filter"):
        ordered(store, project)
    with pytest.raises(NotFound, match="no decision on many"):
        next(decide_bulk(store, str(uuid.uuid4())))


def test_what_arrives_after_the_order_is_not_decided(store: Store, project: Project) -> None:
    pending(store, project, "one")
    bulk = ordered(store, project)
    pending(store, project, "two")
    assert list(decide_bulk(store, bulk.uid))[-1] == 1
    assert count(store, project, "pending") == 1


def test_what_two_reviewers_judge_is_left_to_them(store: Store, project: Project) -> None:
    voted, *others = pending(store, project, "one", "two", "three")
    share(store, project, 100)
    with pytest.raises(Conflict, match="two reviewers judge"):
        ordered(store, project)
    decided(store, voted, "accept", by="ada")
    share(store, project, 0)
    bulk = ordered(store, project)
    with store.read() as session:
        drawn = sample(project.id, TRIPS, size=9, session=session)
    assert bulk.total == 2
    assert {one.id for one in drawn} == {one.id for one in others}
    assert list(decide_bulk(store, bulk.uid))[-1] == 2
    assert (now_of(store, voted).status, now_of(store, voted).votes) == ("pending", 1)


def test_what_the_schema_no_longer_allows_stays_pending(store: Store, project: Project) -> None:
    trips = [Utterance("on friday", "book_trip", "en", (Span(3, 9, "day"),)), Utterance("to lima", "book_trip")]
    with store.write() as session:
        add_examples(project.id, trips, origin="imported", status="pending", provenance={}, session=session)
        session.execute(text("DELETE FROM intent_slot"))
    assert list(decide_bulk(store, ordered(store, project).uid))[-1] == 1
    assert count(store, project, "pending") == 1


def test_a_parse_that_the_schema_no_longer_allows_stays_pending(store: Store) -> None:
    tea = Utterance("a tea", "ORDER", parse=read_parse("[ORDER a [DRINK tea ] ]"))
    pie = Utterance("a pie", "ORDER", parse=read_parse("[ORDER a [FOOD pie ] ]"))
    with store.write() as session:
        snacks = create_project("Snacks", teacher="t", session=session)
        without = ParseSchema("top").extended_by(*(one for one in (tea.parse,) if one))
        store_parses(snacks.id, without, session=session)
        put_schema(snacks.id, load_schema(snacks.id, session=session).extended_by(tea, pie), session=session)
        add_examples(snacks.id, [tea, pie], origin="imported", status="pending", provenance={}, session=session)
    rejected = ordered(store, snacks, "reject", ExampleFilter())
    list(decide_bulk(store, rejected.uid))
    with store.write() as session:
        replace_parses(snacks.id, without, session=session)
    assert undo_bulk(store, snacks, str(uuid.uuid4()), rejected.uid) == Undone(2, 0)
    assert list(decide_bulk(store, ordered(store, snacks, "accept", ExampleFilter()).uid))[-1] == 1
    assert (count(store, snacks, "accepted"), count(store, snacks, "pending")) == (1, 1)


def test_left_midway_it_goes_on_with_what_is_left(store: Store, project: Project) -> None:
    many(store, project, 2 * PIECE + 100)
    bulk = ordered(store, project)
    assert list(islice(decide_bulk(store, bulk.uid), 1)) == [PIECE]
    assert count(store, project, "accepted") == PIECE
    assert list(decide_bulk(store, bulk.uid)) == [2 * PIECE, 2 * PIECE + 100, 2 * PIECE + 100]
    with store.read() as session:
        each = session.exec(select(func.count()).select_from(Decision).group_by(col(Decision.example_id))).all()
        assert bulk_of(bulk.uid, session=session).total == len(each) == 2 * PIECE + 100
    assert set(each) == {1}


def test_what_was_held_comes_back_to_nobody(store: Store, project: Project) -> None:
    pending(store, project, "one", "two")
    claimed(store, project, "ben")
    list(decide_bulk(store, ordered(store, project).uid))
    with store.read() as session:
        assert session.exec(select(Lease)).all() == []
    assert claimed(store, project, "ben") == []


def test_twenty_thousand_take_seconds(store: Store, project: Project) -> None:
    ids = many(store, project, 20_000)
    start = time.perf_counter()
    bulk = ordered(store, project)
    assert list(decide_bulk(store, bulk.uid))[-1] == 20_000
    middle = time.perf_counter()
    assert undo_bulk(store, project, str(uuid.uuid4()), bulk.uid).reversed == 20_000
    end = time.perf_counter()
    print(f"20,000 decided in {middle - start:.1f} s, undone in {end - middle:.1f} s")
    assert end - start < 120  # seconds on a free machine; a query for each row would take many minutes
    with store.read() as session:
        assert decisions_of(ids[-1], session=session)[1].action == "undo"

"""Counts of what is accepted and left, and acceptance by source."""

from __future__ import annotations

import uuid

import pytest

from backend.domain.decision import DecisionCreate
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Span, Utterance
from storage.decisions import decide
from storage.engine import Store
from storage.examples import add_examples
from storage.parse_schemas import store_parses
from storage.progress import Coverage, Rate, coverage, rates, shortfalls
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.tables import Example, Project
from storage.targets import set_targets

TWICE = Utterance("from rome to oslo", "book_trip", "en", (Span(5, 9, "city"), Span(13, 17, "city")))


def written(store: Store, project: Project, *texts: str, method: str, teacher: str | None) -> tuple[Example, ...]:
    provenance = {"method": method, "template": f"{method}-instruct"} | (
        {"teacher": {"name": teacher}} if teacher else {}
    )
    with store.write() as session:
        return add_examples(
            project.id,
            [Utterance(text, "book_trip") for text in texts],
            origin="generated",
            status="pending",
            provenance=provenance,
            session=session,
        ).examples


def decided(store: Store, project: Project, example: Example, action: str) -> None:
    with store.write() as session:
        decision = DecisionCreate(example.id, example.version, action, str(uuid.uuid4()))
        decide(project.id, decision, session=session)


def test_every_intent_and_slot_is_counted_once_an_example(store: Store, project: Project) -> None:
    with store.write() as session:
        add_examples(project.id, [TWICE], origin="imported", status="pending", provenance={}, session=session)
        set_targets(project.id, {("book_trip", ""): 10, ("book_trip", "day"): 1}, session=session)
        assert coverage(project.id, session=session) == [
            Coverage("book_trip", "", accepted=2, pending=1, target=10),
            Coverage("book_trip", "city", accepted=2, pending=1, target=0),
            Coverage("book_trip", "day", accepted=1, pending=0, target=1),
            Coverage("cancel_trip", "", accepted=0, pending=0, target=0),
            Coverage("cancel_trip", "day", accepted=0, pending=0, target=0),
        ]


def test_labels_inside_of_an_intent_are_counted_that_are_held_or_aimed_for(store: Store) -> None:
    find = Utterance("moss or fern", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC moss ] [SL:TOPIC fern ] ]"))
    book = Utterance("two today", "BOOK", parse=read_parse("[IN:BOOK [SL:SEATS two ] [SL:WHEN today ] ]"))
    with store.write() as session:
        project = create_project("Talks", teacher="t", session=session)
        store_parses(project.id, ParseSchema("decoupled"), session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(find, book), session=session)
        add_examples(project.id, [find, book], origin="seed", status="accepted", provenance={}, session=session)
        set_targets(project.id, {("FIND", "SL:WHEN"): 3, ("BOOK", "SL:WHEN"): 2}, session=session)
        assert coverage(project.id, session=session) == [
            Coverage("FIND", "", accepted=1, pending=0, target=0),
            Coverage("FIND", "SL:TOPIC", accepted=1, pending=0, target=0),
            Coverage("FIND", "SL:WHEN", accepted=0, pending=0, target=3),
            Coverage("BOOK", "", accepted=1, pending=0, target=0),
            Coverage("BOOK", "SL:SEATS", accepted=1, pending=0, target=0),
            Coverage("BOOK", "SL:WHEN", accepted=1, pending=0, target=2),
        ]


def test_rejected_examples_are_neither_accepted_nor_left(store: Store, project: Project) -> None:
    (one,) = written(store, project, "one", method="linguist", teacher="tiny")
    decided(store, project, one, "reject")
    with store.read() as session:
        assert coverage(project.id, session=session)[0] == Coverage("book_trip", "", 2, 0, 0)


def test_what_lacks_the_most_comes_first_and_what_is_reached_not_at_all() -> None:
    reached, little = Coverage("a", "", 5, 0, 5), Coverage("b", "", 5, 9, 7)
    much, unaimed = Coverage("c", "day", 0, 0, 40), Coverage("d", "", 0, 0, 0)
    assert shortfalls([reached, little, unaimed, much]) == [much, little]


def test_acceptance_is_told_by_method_teacher_and_template(store: Store, project: Project) -> None:
    one, two, _three = written(store, project, "one", "two", "three", method="linguist", teacher="tiny")
    (four,) = written(store, project, "four", method="grammar", teacher=None)
    decided(store, project, one, "accept")
    decided(store, project, two, "reject")
    decided(store, project, four, "accept")
    with store.read() as session:
        found = rates(project.id, session=session)
    assert found["method"] == [Rate("linguist", 1, 1, 1), Rate("grammar", 1, 0, 0)]
    assert found["teacher"] == [Rate("tiny", 1, 1, 1), Rate("not noted", 1, 0, 0)]
    assert found["template"] == [Rate("linguist-instruct", 1, 1, 1), Rate("grammar-instruct", 1, 0, 0)]
    assert [rate.share for rate in found["method"]] == [0.5, 1.0]


def test_a_source_with_nothing_decided_has_no_share() -> None:
    assert Rate("linguist", 0, 0, 8).share is None
    assert Rate("linguist", 1, 3, 8).share == pytest.approx(0.25)


def test_seeds_and_imports_have_no_rate(store: Store, project: Project) -> None:
    with store.read() as session:
        assert rates(project.id, session=session) == {"method": [], "teacher": [], "template": []}

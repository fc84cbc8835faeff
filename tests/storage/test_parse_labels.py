"""The labels of a parse are filtered by and counted in SQL, as slots are, and follow what a decision makes of it."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import text

from backend.domain.decision import DecisionCreate
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.standing import Holding
from backend.domain.utterance import Utterance
from storage.decisions import decide
from storage.engine import Store
from storage.examples import add_examples, count_by_slot, find_examples
from storage.filters import ExampleFilter
from storage.label_counts import accepted_labels
from storage.parse_schemas import store_parses
from storage.progress import Coverage, coverage
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.standing import holdings
from storage.tables import Project
from tests.postgres import on_both, on_both_empty
from tests.storage.test_migrate import old_store

HELD = "SELECT position, slot, value FROM example_slot ORDER BY example_id, position"


def said(parse: str) -> Utterance:
    read = read_parse(parse)
    return Utterance(read.text, read.intent, parse=read)


TEA = said("[ORDER a [ITEM [SIZE big ] [DRINK black tea ] ] ]")
TWO = said("[ORDER [ITEM [DRINK tea ] ] and [ITEM [DRINK soup ] ] ]")


@pytest.fixture
def snacks(store: Store) -> Project:
    with store.write() as session:
        project = create_project("Snacks", teacher="t", session=session)
        store_parses(project.id, ParseSchema("top"), session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(TEA, TWO), session=session)
        add_examples(project.id, [TWO], origin="seed", status="accepted", provenance={}, session=session)
        add_examples(project.id, [TEA], origin="generated", status="pending", provenance={}, session=session)
        return project


@on_both
def test_examples_are_found_and_counted_by_a_label_at_any_depth(store: Store, snacks: Project) -> None:
    with store.read() as session:
        texts = {
            label: [row.text for row in find_examples(snacks.id, ExampleFilter(slot=label), session=session)]
            for label in ("SIZE", "DRINK", "NOT")
        }
        counts = count_by_slot(snacks.id, ExampleFilter(), session=session)
        cells = coverage(snacks.id, session=session)
    assert texts == {"SIZE": ["a big black tea"], "DRINK": ["tea and soup", "a big black tea"], "NOT": []}
    assert counts == {"ORDER": 2, "ITEM": 2, "DRINK": 2, "SIZE": 1}
    assert cells == [
        Coverage("ORDER", "", accepted=1, pending=1, target=0),
        Coverage("ORDER", "ITEM", accepted=1, pending=1, target=0),
        Coverage("ORDER", "SIZE", accepted=0, pending=1, target=0),
        Coverage("ORDER", "DRINK", accepted=1, pending=1, target=0),
    ]


@on_both
def test_a_label_is_no_slot_that_could_be_asked_for(store: Store, snacks: Project) -> None:
    with store.read() as session:
        assert holdings(snacks.id, session=session) == (Holding("ORDER", "en", (), accepted=1, pending=1),)
        assert accepted_labels(snacks.id, session=session) == {("en", "ORDER", ""): 1}


@on_both
def test_an_edit_of_the_labels_alone_changes_what_is_found(store: Store, snacks: Project) -> None:
    edited = said("[ORDER a [ITEM [DRINK big black tea ] ] ]")
    with store.write() as session:
        (row,) = find_examples(snacks.id, ExampleFilter(slot="SIZE"), session=session)
        decide(snacks.id, DecisionCreate(row.id, 1, "edit", str(uuid.uuid4()), utterance=edited), session=session)
    with store.read() as session:
        assert find_examples(snacks.id, ExampleFilter(slot="SIZE"), session=session) == []
        assert session.execute(text(HELD)).all()[-1] == (2, "DRINK", "big black tea")


OLD = (
    "INSERT INTO project (id, name, name_key, language, teacher, created_at) "
    "VALUES (1, 'Old', 'old', 'en', 't', '2026-01-01 00:00:00')",
    "INSERT INTO intent (id, project_id, name, description) VALUES (1, 1, 'ORDER', '')",
    "INSERT INTO example (id, project_id, origin, status, version, queue, text, normalised, fingerprint, intent, "
    "language, spans, parse, method, provenance, created_at, updated_at) VALUES (1, 1, 'imported', 'pending', 1, 0, "
    "'x', 'x', 'f', 'ORDER', 'en', '[]', '[ORDER [ITEM [SIZE \\[s\\] \\\\n ] [NOT ] ] please ]', '', '{}', "
    "'2026-01-01 00:00:00', '2026-01-01 00:00:00')",
)
"""What version 0010 wrote."""


@on_both_empty
def test_parses_from_before_their_labels_were_counted_have_them_now(address: str) -> None:
    with old_store(address, "0010", OLD).read() as session:
        held = session.execute(text(HELD)).all()
        (row,) = find_examples(1, ExampleFilter(slot="SIZE"), session=session)
    assert held == [(at, *label) for at, label in enumerate(row.utterance.labels)]
    assert held[2] == (2, "SIZE", "[s] \\n")

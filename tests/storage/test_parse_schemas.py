"""The schema of parses of a project: kept, extended with its seeds, and changed only as long as all fits."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from backend.domain.errors import Conflict, InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.parse_schemas import load_parses, parses_as_json, parses_from_json, replace_parses, store_parses
from storage.projects import create_project, delete_project
from storage.schemas import load_schema, put_schema, put_slot
from storage.tables import ParseSchemaRow, Project
from tests.postgres import on_both

pytestmark = on_both

TEA = Utterance("a tea (big)", "ORDER", parse=read_parse("[ORDER a [DRINK tea ] (big) ]"))


@pytest.fixture
def snacks(store: Store) -> Project:
    with store.write() as session:
        project = create_project("Snacks", teacher="t", session=session)
        store_parses(project.id, ParseSchema("top", "round"), session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(TEA), session=session)
        add_examples(project.id, [TEA], origin="seed", status="accepted", provenance={}, session=session)
        return project


def test_an_example_comes_back_with_its_parse_and_the_schema_with_its_labels(store: Store, snacks: Project) -> None:
    with store.read() as session:
        (row,) = find_examples(snacks.id, ExampleFilter(), session=session)
        schema = load_schema(snacks.id, session=session)
    assert row.utterance == TEA
    assert row.spans == []
    assert schema == Schema(parses=ParseSchema("top", "round")).extended_by(TEA)


def test_an_utterance_of_the_other_kind_is_not_added(store: Store, snacks: Project, project: Project) -> None:
    for project_id, wrong in ((snacks.id, Utterance("a tea", "ORDER")), (project.id, TEA)):
        with pytest.raises(InvalidValue, match=r"(with|without) a parse"), store.write() as session:
            add_examples(project_id, [wrong], origin="seed", status="accepted", provenance={}, session=session)


def test_a_project_of_parses_takes_no_slots(store: Store, snacks: Project) -> None:
    with pytest.raises(Conflict, match="a project of parses has no slots 'size'"), store.write() as session:
        put_slot(snacks.id, Slot("size"), session=session)
    with store.write() as session:
        put_schema(snacks.id, Schema((Intent("ORDER", "Buy something."),)), session=session)
    with store.read() as session:
        assert load_schema(snacks.id, session=session).intents[0].description == "Buy something."


def test_the_schema_is_changed_as_json_and_keeps_what_is_there(store: Store, snacks: Project) -> None:
    with store.read() as session:
        held = load_parses(snacks.id, session=session)
    assert parses_from_json(json.dumps(parses_as_json(held))) == held
    drink = ParseLabel("DRINK", "what is drunk", (), True, ("tea", "cola"))
    told = replace(held, labels=tuple(drink if one.name == "DRINK" else one for one in held.labels))
    with store.write() as session:
        replace_parses(snacks.id, told, session=session)
        without = [replace(one, catalogue=()) for one in told.labels]
        assert load_parses(snacks.id, catalogues=False, session=session) == replace(told, labels=tuple(without))
    with store.read() as session:
        assert load_parses(snacks.id, session=session) == told
    bare = ParseSchema("top", roots=("ORDER",), labels=(ParseLabel("ORDER"),), depth=2)
    with pytest.raises(Conflict, match=r"would no longer fit: unknown label 'DRINK'"), store.write() as session:
        replace_parses(snacks.id, bare, session=session)
    with pytest.raises(Conflict, match="parses of form 'top'"), store.write() as session:
        replace_parses(snacks.id, ParseSchema("exr"), session=session)
    with store.read() as session:
        assert load_parses(snacks.id, session=session) == told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "schema of parses that cannot be read"),
        ('{"roots": []}', "form: schema of parses that cannot be read"),
        ('{"form": "top", "labels": [{"name": "A", "nests": ["B"]}]}', "label that is not defined 'B'"),
        (
            '{"form": "top", "labels": [{"name": "A", "catalog": []}]}',
            "labels.0: unknown field 'catalog'. Use one of: name",
        ),
        ('{"form": "top", "rooots": []}', "unknown field 'rooots'. Use one of: form"),
    ],
)
def test_a_schema_that_cannot_be_read_says_where(content: str, said: str, store: Store) -> None:
    with pytest.raises(InvalidValue) as refused:
        parses_from_json(content)
    assert said in str(refused.value)


def test_a_project_of_slots_has_no_schema_of_parses(store: Store, project: Project) -> None:
    with store.read() as session:
        assert load_parses(project.id, session=session) is None
    with pytest.raises(Conflict, match="a project of slots has no schema of parses"), store.write() as session:
        replace_parses(project.id, ParseSchema("top"), session=session)


def test_it_goes_with_its_project(store: Store, snacks: Project) -> None:
    with store.write() as session:
        delete_project(snacks.id, session=session)
    with store.read() as session:
        assert session.get(ParseSchemaRow, snacks.id) is None

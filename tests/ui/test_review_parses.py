"""The review card in a project of parses: what it is told, and what an edit makes of it."""

from __future__ import annotations

import json
import uuid

import pytest

from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.tables import Project
from ui.components.labels import marked_text
from ui.review_changes import changes
from ui.review_decisions import apply_entries
from ui.review_queue import Desk, card_data

TALK = Utterance("is there a talk on moss", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC moss ] ]"))
TEA = Utterance("a big tea", "ORDER", parse=read_parse("(ORDER a (DRINKORDER (SIZE big ) (DRINK tea ) ) )"))


def made(store: Store, form: str, utterance: Utterance) -> Project:
    with store.write() as session:
        project = create_project("Parsed", teacher="t", session=session)
        brackets = "round" if form == "top" else "square"
        store_parses(project.id, ParseSchema(form, brackets), session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(utterance), session=session)
        add_examples(project.id, [utterance], origin="generated", status="pending", provenance={}, session=session)
        return project


def edited(store: Store, project: Project, notation: str) -> tuple[str, Utterance]:
    (one,) = card_data(store, project, Desk())["queue"]
    entry = {"uid": str(uuid.uuid4()), "kind": "edit", "example": one["id"], "version": one["version"]}
    (answer,) = apply_entries(
        store, project.id, {"entries": [{**entry, "notation": notation, "intent": one["intent"]}]}
    )
    with store.read() as session:
        (row,) = find_examples(project.id, ExampleFilter(), session=session)
    return answer.message, row.utterance


def test_a_parse_is_rejected_for_reasons_of_its_own(store: Store, project: Project) -> None:
    parsed = card_data(store, made(store, "decoupled", TALK), Desk())["reasons"]
    assert parsed[:3] == ["wrong intent", "wrong parse", "unnatural"]
    assert card_data(store, project, Desk())["reasons"] == [
        "wrong slots" if one == "wrong parse" else one for one in parsed
    ]


def test_the_card_is_told_of_boxes_over_the_text_and_of_the_notation_to_edit(store: Store) -> None:
    project = made(store, "top", TEA)
    data = card_data(store, project, Desk())
    assert json.loads(json.dumps(data)) == data
    (one,) = data["queue"]
    assert one["notation"] == "(ORDER a (DRINKORDER (SIZE big ) (DRINK tea ) ) )"
    inside = [[2, 5, "SIZE", []], [6, 9, "DRINK", []]]
    assert one["parse"] == {"boxes": [[0, 9, "ORDER", [[2, 9, "DRINKORDER", inside]]]]}
    assert (one["spans"], one["asked"]) == ([], None)
    labels = ["ORDER", "DRINKORDER", "SIZE", "DRINK"]
    assert data["parses"] == {
        **{"form": "top", "opening": "(", "closing": ")", "labels": labels},
        **{"roots": [0], "nests": [[1], [2, 3], [], []], "values": [2, 3], "depth": 3, "mostRoots": 1},
    }
    assert [style["name"] for style in data["slots"]] == labels


def test_a_project_of_slots_is_told_as_before(store: Store, project: Project) -> None:
    data = card_data(store, project, Desk())
    assert data["parses"] is None


@pytest.mark.parametrize(
    ("form", "start", "typed", "parse"),
    [
        ("top", TEA, "(ORDER a (DRINKORDER (DRINK big tea)))", "(ORDER a (DRINKORDER (DRINK big tea ) ) )"),
        ("decoupled", TALK, "a talk on moss => [IN:FIND ]", "[IN:FIND ]"),
    ],
)
def test_an_edit_changes_the_parse_and_the_text(
    store: Store, form: str, start: Utterance, typed: str, parse: str
) -> None:
    message, now = edited(store, made(store, form, start), typed)
    assert message == ""
    assert now.parse == read_parse(parse)
    assert now.text in typed or now.text == "a big tea"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("is there a talk on moss", "line without a parse"),
        ("a talk on moss => [IN:FIND [SL:TOPIC moss ]", "never closed"),
        ("a talk on moss => [IN:FIND [SL:TOPIC fern ] ]", "value of SL:TOPIC that the text does not hold 'fern'"),
        ("a talk on moss => [IN:FIND [SL:DAY moss ] ]", "IN:FIND > SL:DAY: unknown label 'SL:DAY'"),
        ("a talk on moss => [IN:LOSE ]", "unknown intent 'LOSE'"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused_and_changes_nothing(store: Store, typed: str, said: str) -> None:
    message, now = edited(store, made(store, "decoupled", TALK), typed)
    assert said in message
    assert now == TALK


def test_values_are_marked_where_a_whole_parse_has_no_room() -> None:
    assert marked_text(TALK) == {"text": TALK.text, "spans": [[19, 23, "SL:TOPIC"]]}
    assert marked_text(Utterance("moss", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC fern ] ]")))["spans"] == []


def test_a_list_is_told_of_every_label_around_its_words_or_of_the_parse_as_it_is_written() -> None:
    boxes = [[2, 5, "SIZE", []], [6, 9, "DRINK", []]]
    parses = ParseSchema("top", "round").extended_by(TEA.parse)
    told = marked_text(TEA, parses)
    assert told == {"text": TEA.text, "spans": [], "boxes": [[0, 9, "ORDER", [[2, 9, "DRINKORDER", boxes]]]]}
    parse = read_parse("(ORDER (DRINKORDER (DRINK TEA ) (NOT (SIZE BIG ) ) ) )")
    names = Utterance("a big tea", "ORDER", parse=parse)
    told = marked_text(names, ParseSchema("exr", "round").extended_by(parse))
    assert told["written"] == "(ORDER (DRINKORDER (DRINK TEA ) (NOT (SIZE BIG ) ) ) )"
    assert told["spans"] == [[2, 5, "SIZE"], [6, 9, "DRINK"]]


def test_what_is_accepted_beside_the_card_has_all_labels(store: Store) -> None:
    project = made(store, "top", TEA)
    with store.write() as session:
        parse = read_parse("(ORDER a (DRINKORDER (SIZE wee ) (DRINK ale ) ) )")
        seed = Utterance("a wee ale", "ORDER", parse=parse)
        add_examples(project.id, [seed], origin="seed", status="accepted", provenance={}, session=session)
    (beside,) = card_data(store, project, Desk())["seeds"]["ORDER"]
    assert beside["boxes"] == [[0, 9, "ORDER", [[2, 9, "DRINKORDER", [[2, 5, "SIZE", []], [6, 9, "DRINK", []]]]]]]


def test_what_changed_of_a_parse_is_told() -> None:
    before = {"status": "pending", "text": "x", "intent": "A", "language": "en", "spans": []}
    assert changes(before, {**before, "parse": None}) == ()
    assert changes({**before, "parse": "[A ]"}, {**before, "parse": "[A x ]"}) == (
        {"what": "parse", "from": "[A ]", "to": "[A x ]"},
    )

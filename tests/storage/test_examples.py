from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Span, Utterance
from storage.engine import Store
from storage.examples import (
    add_examples,
    count_by_intent,
    count_by_slot,
    count_examples,
    find_examples,
    seeds_for,
    stream_decided,
)
from storage.filters import ExampleFilter
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.tables import Project
from tests.conftest import pending
from tests.postgres import on_both

pytestmark = on_both

ODD = ("<script>alert(1)</script>", "![x](http://example.org/x.png)", "=cmd()", "שלום עולם", "100% _sure_")


def test_an_unknown_slot_is_refused_and_nothing_of_the_lot_is_added(store: Store, project: Project) -> None:
    lot = [Utterance("fine", "book_trip"), Utterance("to bergen", "book_trip", "en", (Span(3, 9, "town"),))]
    with pytest.raises(InvalidValue, match="unknown slot 'town'"), store.write() as session:
        add_examples(project.id, lot, origin="seed", status="accepted", provenance={}, session=session)
    with store.read() as session:
        assert count_examples(project.id, ExampleFilter(), session=session) == 2


def test_the_same_text_in_other_case_is_a_duplicate_but_not_in_another_language(store: Store, project: Project) -> None:
    lot = [Utterance("Take me to ROME, on Monday!", "book_trip"), Utterance("oslo", "book_trip", "de")]
    with store.write() as session:
        added = add_examples(project.id, lot, origin="seed", status="accepted", provenance={}, session=session)
    assert [row.text for row in added.examples] == ["oslo"]
    assert [utterance.text for utterance in added.duplicates] == ["Take me to ROME, on Monday!"]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_stored_and_found_as_they_are(store: Store, project: Project, text: str) -> None:
    pending(store, project, *ODD)
    with store.read() as session:
        found = find_examples(project.id, ExampleFilter(search=text), session=session)
    assert [row.text for row in found] == [text]


def test_filters_and_counts_agree(store: Store, project: Project) -> None:
    pending(store, project, "one", "two")
    with store.read() as session:
        assert count_examples(project.id, ExampleFilter(slot="day"), session=session) == 1
        assert count_by_intent(project.id, ExampleFilter(status="pending"), session=session) == {"book_trip": 2}
        assert count_by_slot(project.id, ExampleFilter(), session=session) == {"city": 2, "day": 1}
        assert count_examples(project.id, ExampleFilter(seeds=False), session=session) == 2
        assert len(seeds_for(project.id, "book_trip", "en", session=session)) == 2


def test_seeds_are_those_of_the_language_and_then_those_of_others(store: Store, project: Project) -> None:
    french = [Utterance("je veux partir", "book_trip", "fr")]
    with store.write() as session:
        add_examples(project.id, french, origin="seed", status="accepted", provenance={}, session=session)
        english = seeds_for(project.id, "book_trip", "en", session=session)[:-1]
        assert [seed.language for seed in english] == ["en", "en"]
        assert seeds_for(project.id, "book_trip", "en", session=session) == [*english, *french]
        assert seeds_for(project.id, "book_trip", "fr", session=session) == [*french, *english]
        assert len(seeds_for(project.id, "book_trip", "de", session=session)) == 3


def test_late_parses_with_a_label_that_is_asked_for_are_among_the_seeds(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.examples.MAX_SEEDS", 2)
    monkeypatch.setattr("storage.examples.MAX_ELSEWHERE", 1)
    written = [
        (language, f"[IN:FIND {words} ]")
        for language, words in [
            ("en", "one"),
            ("en", "two"),
            ("en", "three"),
            ("en", "on [SL:TOPIC four ]"),
            ("de", "eins"),
            ("de", "auf [SL:TOPIC zwei ]"),
        ]
    ]
    said = [(language, read_parse(notation)) for language, notation in written]
    found = [Utterance(parse.text, "FIND", language, parse=parse) for language, parse in said]
    with store.write() as session:
        talks = create_project("Talks", teacher="t", session=session)
        store_parses(talks.id, ParseSchema("top"), session=session)
        put_schema(talks.id, load_schema(talks.id, session=session).extended_by(*found), session=session)
        add_examples(talks.id, found, origin="seed", status="accepted", provenance={}, session=session)
        seeds = [one.text for one in seeds_for(talks.id, "FIND", "en", session=session)]
        assert seeds == ["one", "two", "eins"]
        seeds = [one.text for one in seeds_for(talks.id, "FIND", "en", labels=["SL:TOPIC"], session=session)]
        assert seeds == ["one", "two", "on four", "eins", "auf zwei"]


def test_a_large_result_is_streamed_in_the_order_of_arrival(store: Store, project: Project) -> None:
    texts = [f"number {n}" for n in range(1200)]
    pending(store, project, *texts)
    with store.read() as session:
        rows = stream_decided(project.id, ExampleFilter(seeds=False), session=session)
        assert [example.text for example, _decision in rows] == texts

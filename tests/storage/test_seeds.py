"""What prompts draw their examples from: by language, and with the labels that are asked for."""

from __future__ import annotations

import pytest

from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import add_examples
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.seeds import seeds_for
from storage.tables import Project
from tests.conftest import pending
from tests.postgres import on_both

pytestmark = on_both


def test_seeds_are_those_of_the_language_and_then_those_of_others(store: Store, project: Project) -> None:
    french = [Utterance("je veux partir", "book_trip", "fr")]
    pending(store, project, "not yet accepted")
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
    monkeypatch.setattr("storage.seeds.MAX_SEEDS", 2)
    monkeypatch.setattr("storage.seeds.MAX_ELSEWHERE", 1)
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

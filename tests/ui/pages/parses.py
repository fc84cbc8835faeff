"""A project of parses with one seed."""

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
from storage.tables import Project

BOOK = read_parse("[IN:BOOK [SL:TOPIC moss ] ]")
TALK = Utterance("is there a talk on moss", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC moss ] ]"))


@pytest.fixture
def talks(store: Store, obedient: str) -> Project:
    with store.write() as session:
        project = create_project("Talks", teacher=obedient, session=session)
        store_parses(project.id, ParseSchema("decoupled"), session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(TALK), session=session)
        add_examples(project.id, [TALK], origin="seed", status="accepted", provenance={}, session=session)
        return project

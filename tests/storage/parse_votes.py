"""A project of parses of which two reviewers have judged two candidates: one alike, of the other each gave a parse."""

from __future__ import annotations

from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import add_examples
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.tables import Project
from tests.storage.reviewing import decided, share


def order(text: str, notation: str) -> Utterance:
    return Utterance(text, "ORDER", parse=read_parse(notation))


TEA = order("order tea please", "[ORDER [DRINK tea ] ]")
FOOD = order("order tea please", "[ORDER [FOOD tea ] ]")
PIE = order("order pie please", "[ORDER [FOOD pie ] ]")


def judged_parses(store: Store) -> Project:
    """Of its four labels each, ada and ben gave three alike."""
    with store.write() as session:
        project = create_project("Orders", teacher="t", session=session)
        store_parses(project.id, ParseSchema("decoupled"), session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(TEA, PIE), session=session)
        added = add_examples(
            project.id, [TEA, PIE], origin="imported", status="pending", provenance={}, session=session
        )
    share(store, project, 100)
    tea, pie = added.examples
    decided(store, tea, "accept", by="ada")
    decided(store, tea, "edit", by="ben", edit=FOOD)
    for reviewer in ("ada", "ben"):
        decided(store, pie, "accept", by=reviewer)
    return project

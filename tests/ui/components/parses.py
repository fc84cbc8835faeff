"""Projects of parses whose candidates the card shows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from backend.domain.parse_schema import ParseForm, ParseSchema
from backend.domain.shown import read_shown
from storage.engine import Store
from storage.examples import add_examples
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.tables import Project


def fill_parses(store: Store, form: ParseForm, brackets: str, candidates: Sequence[str]) -> Project:
    """A project with these candidates, written as a person edits them, whose schema is what they have."""
    said = [read_shown(one, "en", words_are_text=form == "top") for one in candidates]
    with store.write() as session:
        project = create_project(f"parses-{uuid.uuid4().hex[:8]}", teacher="none", session=session)
        store_parses(project.id, ParseSchema(form, brackets), session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(*said), session=session)
        add_examples(project.id, said, origin="generated", status="pending", provenance={}, session=session)
        return project

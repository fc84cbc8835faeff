"""A candidate, for the pages on which one is decided; a project of parses."""

from __future__ import annotations

import pytest

from backend.domain.utterance import Span, Utterance
from storage.examples import add_examples
from tests.ui.pages.parses import talks

__all__ = ["candidate", "talks"]


@pytest.fixture
def candidate(store, project):
    with store.write() as session:
        utterance = Utterance("fly to oslo", "book_trip", "en", (Span(7, 11, "city"),))
        added = add_examples(
            project.id, [utterance], origin="imported", status="pending", provenance={}, session=session
        )
    return added.examples[0]

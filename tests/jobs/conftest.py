"""Tiny models and enough to learn from, for the jobs that tune or train; a server for those of remote teachers."""

import pytest

from storage.engine import Store
from storage.examples import add_examples
from storage.tables import Project
from tests.backend.students.conftest import student_folder, tiny_encoder, trips
from tests.backend.teacher.conftest import decoder_folder
from tests.jobs.remote import prices, server

__all__ = ["decoder_folder", "prices", "server", "student_folder", "tiny_encoder"]


@pytest.fixture
def rich(store: Store, project: Project) -> Project:
    """The project with enough accepted examples to learn from and to measure with."""
    with store.write() as session:
        add_examples(project.id, trips(), origin="imported", status="accepted", provenance={}, session=session)
    return project

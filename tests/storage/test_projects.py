from __future__ import annotations

import pytest

from backend.domain.errors import Conflict, InvalidValue, NotFound
from backend.domain.request import Request
from storage.engine import Store
from storage.jobs import create_job, finish_job
from storage.projects import create_project, delete_project, list_projects, project_contents, project_named
from storage.tables import Project
from tests.conftest import pending
from tests.postgres import on_both

pytestmark = on_both


def test_a_taken_name_is_refused_whatever_its_case(store: Store, project: Project) -> None:
    with pytest.raises(Conflict, match="'TRAVEL'"), store.write() as session:
        create_project("TRAVEL", teacher="x", session=session)


def test_names_differ_in_more_than_case_in_every_script(store: Store) -> None:
    with store.write() as session:
        create_project("Übung", teacher="x", session=session)
    with pytest.raises(Conflict, match="'übung'"), store.write() as session:
        create_project("übung", teacher="x", session=session)
    with store.read() as session:
        assert project_named("U\u0308BUNG", session=session).name == "Übung"


@pytest.mark.parametrize("name", ["", "  ", "<script>", "![x](http://a)", "=cmd()", "../up", "x" * 65])
def test_a_name_that_could_be_markup_or_a_path_is_refused(store: Store, name: str) -> None:
    with pytest.raises(InvalidValue, match=r"not a project name|a project without a name"), store.write() as session:
        create_project(name, teacher="x", session=session)


def test_an_unknown_project_is_answered_with_those_that_are_there(store: Store, project: Project) -> None:
    with pytest.raises(NotFound, match="There are: Travel"), store.read() as session:
        project_named("Travels", session=session)


def test_contents_count_what_would_go(store: Store, project: Project) -> None:
    pending(store, project, "one", "two", "three")
    with store.read() as session:
        held = project_contents(project.id, session=session)
    assert (held.intents, held.slots, held.seeds, held.pending, held.accepted) == (2, 2, 2, 3, 0)


def test_a_project_with_an_active_job_is_not_deleted(store: Store, project: Project) -> None:
    with store.write() as session:
        job, _ = create_job(project.id, Request("book_trip"), teacher="t", sampling={}, session=session)
    with pytest.raises(Conflict, match="Nothing was changed"), store.write() as session:
        delete_project(project.id, session=session)
    with store.write() as session:
        finish_job(job.id, "cancelled", session=session)
        delete_project(project.id, session=session)
        assert list_projects(session=session) == []

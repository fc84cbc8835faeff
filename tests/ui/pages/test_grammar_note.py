"""What the pages say of a server that is given no grammar."""

from __future__ import annotations

from backend.domain.request import Request
from jobs.generating import order_generation
from storage.engine import Store
from storage.jobs import finish_job, start_job
from storage.projects import set_teacher
from storage.tables import Project
from tests.ui.conftest import OpenPage, read_as_markdown, texts

SERVER = "openai:m@http://127.0.0.1:9/v1"


def written_by_a_server_of_unknown_kind(store: Store, project: Project) -> None:
    job, _ = order_generation(store, project.id, Request("book_trip", count=1), teacher=SERVER)
    with store.write() as session:
        set_teacher(project.id, SERVER, session=session)
        start_job(job.id, teacher_card={"server": "", "takes_grammar": False}, session=session)
        finish_job(job.id, "done", session=session)


def test_the_generate_page_says_before_the_first_job_that_it_is_not_known_yet(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    with store.write() as session:
        set_teacher(project.id, SERVER, session=session)
    assert "is seen when it first writes" in texts(open_page("generate", "Travel"))
    assert "is seen when it first writes" not in texts(open_page("generate", "Travel", grammar="false"))


def test_pages_that_order_from_a_server_of_unknown_kind_say_that_it_writes_freely(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    written_by_a_server_of_unknown_kind(store, project)
    for page, address in (
        ("generate", {}),
        ("teacher", {"task": "Choose"}),
        ("teacher", {"task": "Try"}),
        ("prototype", {}),
        ("plan", {"plan_how": "So many in all"}),
    ):
        assert "This server is given no grammar" in read_as_markdown(open_page(page, "Travel", **address)), page
    app = open_page("generate", "Travel", grammar="false")
    assert "This server is given no grammar" not in read_as_markdown(app)


def test_a_job_that_was_written_freely_says_so(open_page: OpenPage, store: Store, project: Project) -> None:
    written_by_a_server_of_unknown_kind(store, project)
    assert "Written without a grammar" in texts(open_page("generate", "Travel"))

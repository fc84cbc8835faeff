"""What a session holds of the review queue: under another name, on another page, in another project."""

from __future__ import annotations

from storage.engine import Store
from storage.leases import leased, others_at_work
from storage.projects import create_project
from storage.tables import Project
from tests.conftest import pending
from tests.storage.reviewing import claimed
from tests.ui.conftest import OpenPage


def held(store: Store, project: Project, reviewer: str) -> set[int]:
    with store.read() as session:
        return set(leased(project.id, reviewer=reviewer, session=session))


def test_a_name_that_is_given_afterwards_takes_the_held_cards_along(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    ids = {one.id for one in pending(store, project, "one", "two")}
    app = open_page("review", "Travel")
    assert held(store, project, "") == ids
    app.text_input(key="reviewer").set_value("mira").run()
    assert (held(store, project, ""), held(store, project, "mira")) == (set(), ids)
    app.text_input(key="reviewer").set_value("noor").run()
    assert (held(store, project, "mira"), held(store, project, "noor")) == (set(), ids)


def test_whoever_goes_to_another_page_leaves_the_cards_to_others(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    pending(store, project, "one", "two")
    app = open_page("review", "Travel", reviewer="mira")
    assert claimed(store, project, "noor") == []
    app.switch_page("ui/pages/dataset.py").run()
    assert not app.exception
    with store.read() as session:
        assert others_at_work(project.id, reviewer="noor", session=session) == 0
    assert claimed(store, project, "noor") == ["one", "two"]
    app.run()
    assert len(held(store, project, "noor")) == 2  # what others took meanwhile is not given back once more
    app.switch_page("ui/pages/review.py").run()
    assert held(store, project, "mira") == set()


def test_another_project_frees_those_of_the_first(open_page: OpenPage, store: Store, project: Project) -> None:
    pending(store, project, "one")
    with store.write() as session:
        create_project("Second", teacher="none", session=session)
    app = open_page("review", "Travel", reviewer="mira")
    assert len(held(store, project, "mira")) == 1
    app.query_params["project"] = "Second"
    app.run()
    assert held(store, project, "mira") == set()


def test_a_reload_keeps_what_is_held(open_page: OpenPage, store: Store, project: Project) -> None:
    pending(store, project, "one")
    open_page("review", "Travel", reviewer="mira")
    assert claimed(store, project, "noor") == []
    open_page("review", "Travel", reviewer="mira")
    assert len(held(store, project, "mira")) == 1

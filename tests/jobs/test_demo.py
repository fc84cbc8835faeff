from __future__ import annotations

from jobs.demo import SEEDS, make_demo
from storage.engine import Store
from storage.projects import list_projects, project_contents


def test_the_demo_is_made_once_with_all_its_seeds(store: Store) -> None:
    project = make_demo(store)
    assert make_demo(store).id == project.id
    with store.read() as session:
        assert len(list_projects(session=session)) == 1
        assert project_contents(project.id, session=session).seeds == sum(len(lines) for lines in SEEDS.values())

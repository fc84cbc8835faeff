from __future__ import annotations

from backend.domain.decision import is_shared
from storage.bulk import decide_bulk, order_bulk
from storage.bulk_preview import Preview, preview_bulk
from storage.engine import Store
from storage.filters import ExampleFilter
from storage.tables import Project
from tests.conftest import pending


def test_the_preview_is_what_is_decided_then(store: Store, project: Project) -> None:
    candidates = pending(store, project, *(f"trip {number}" for number in range(60)))
    with store.write() as session:
        session.get_one(Project, project.id).shared_percent = 30
    shared = sum(is_shared(one.id, 30) for one in candidates)
    assert 0 < shared < 60
    with store.write() as session:
        assert preview_bulk(project.id, ExampleFilter(), session=session) == Preview(60 - shared, shared)
        bulk = order_bulk(project.id, ExampleFilter(), "accept", session=session)
    assert list(decide_bulk(store, bulk.uid))[-1] == 60 - shared
    with store.read() as session:
        assert preview_bulk(project.id, ExampleFilter(), session=session) == Preview(0, shared)


def test_only_what_passes_the_filter_is_counted(store: Store, project: Project) -> None:
    pending(store, project, "a day in rome", "a day in oslo", "a week")
    with store.read() as session:
        assert preview_bulk(project.id, ExampleFilter(search="day"), session=session) == Preview(2, 0)
        assert preview_bulk(project.id, ExampleFilter(intent="cancel_trip"), session=session) == Preview(0, 0)

from __future__ import annotations

import pytest

from backend.domain.decision import is_shared
from backend.domain.errors import Conflict
from storage.bulk import decide_bulk, order_bulk
from storage.bulk_preview import Beside, Preview, beside_bulk, preview_bulk
from storage.engine import Store
from storage.filters import ExampleFilter
from storage.queue import claim
from storage.tables import Example, Project
from tests.conftest import pending
from tests.storage.reviewing import decided, share


def test_the_preview_is_what_is_decided_then(store: Store, project: Project) -> None:
    candidates = pending(store, project, *(f"trip {number}" for number in range(60)))
    with store.write() as session:
        session.get_one(Project, project.id).shared_percent = 30
    shared = sum(is_shared(one.id, 30) for one in candidates)
    assert 0 < shared < 60
    last = max(one.id for one in candidates if not is_shared(one.id, 30))
    with store.write() as session:
        assert preview_bulk(project.id, ExampleFilter(), session=session) == Preview(60 - shared, shared, last)
        bulk = order_bulk(project.id, ExampleFilter(), "accept", session=session)
    assert list(decide_bulk(store, bulk.uid))[-1] == 60 - shared
    with store.read() as session:
        assert preview_bulk(project.id, ExampleFilter(), session=session) == Preview(0, shared, 0)


def test_only_what_passes_the_filter_is_counted(store: Store, project: Project) -> None:
    _, second, _ = pending(store, project, "a day in rome", "a day in oslo", "a week")
    with store.read() as session:
        assert preview_bulk(project.id, ExampleFilter(search="day"), session=session) == Preview(2, 0, second.id)
        assert preview_bulk(project.id, ExampleFilter(intent="cancel_trip"), session=session) == Preview(0, 0, 0)


def test_a_voted_one_is_counted_as_shared_after_the_share_was_lowered(store: Store, project: Project) -> None:
    voted, other = pending(store, project, "one", "two")
    share(store, project, 100)
    decided(store, voted, "accept", by="ada")
    share(store, project, 0)
    with store.read() as session:
        assert preview_bulk(project.id, ExampleFilter(), session=session) == Preview(1, 1, other.id)


def test_what_arrives_after_the_look_is_not_decided_by_an_order_up_to_it(store: Store, project: Project) -> None:
    pending(store, project, "one", "two")
    with store.read() as session:
        seen = preview_bulk(project.id, ExampleFilter(), session=session)
    pending(store, project, "three")
    with store.write() as session:
        bulk = order_bulk(project.id, ExampleFilter(up_to_id=seen.up_to_id), "accept", session=session)
    assert list(decide_bulk(store, bulk.uid))[-1] == bulk.total == seen.decided == 2


def test_an_order_up_to_a_look_that_found_nothing_takes_nothing(store: Store, project: Project) -> None:
    with store.read() as session:
        seen = preview_bulk(project.id, ExampleFilter(), session=session)
    pending(store, project, "one")
    with pytest.raises(Conflict, match="nothing pending"), store.write() as session:
        order_bulk(project.id, ExampleFilter(up_to_id=seen.up_to_id), "accept", session=session)


def test_near_duplicates_outside_the_filter_and_what_others_hold_are_told(store: Store, project: Project) -> None:
    rows = pending(store, project, "a day in rome", "one day in rome", "rome for now", "a day in oslo", "a week")
    with store.write() as session:
        for one in rows[:3]:
            session.get_one(Example, one.id).group_key = rows[0].id
    day = ExampleFilter(search="day")
    with store.read() as session:
        assert preview_bulk(project.id, day, session=session).decided == 3
        assert beside_bulk(project.id, day, reviewer="ada", session=session) == Beside(held=0, mates=1)
        assert beside_bulk(project.id, ExampleFilter(), reviewer="ada", session=session) == Beside(held=0, mates=0)
        assert beside_bulk(project.id, ExampleFilter(search="week"), reviewer="ada", session=session) == Beside(0, 0)
    claim(store, project.id, day, reviewer="ben", order="arrival", limit=2)
    with store.read() as session:
        assert beside_bulk(project.id, day, reviewer="ada", session=session).held == 2
        assert beside_bulk(project.id, day, reviewer="ben", session=session).held == 0

"""A decision on many is on those that it was ordered for, whatever the worker finds out meanwhile."""

from __future__ import annotations

from itertools import islice

import pytest
from sqlmodel import select

from backend.domain.errors import Conflict
from storage.bulk import decide_bulk, order_bulk
from storage.engine import Store
from storage.filters import ExampleFilter
from storage.tables import Bulk, Example, Insight, Project
from tests.conftest import pending
from tests.postgres import on_both
from tests.storage.reviewing import decided, now_of

pytestmark = on_both


def ordered(store: Store, project: Project) -> Bulk:
    """All that is doubted is to be rejected."""
    with store.write() as session:
        return order_bulk(project.id, ExampleFilter(doubt="some"), "reject", reviewer="ada", session=session)


def doubt(store: Store, ids: list[int], doubts: float) -> None:
    """Have the worker's view of candidates be that one."""
    with store.write() as session:
        for id_ in ids:
            session.merge(Insight(example_id=id_, fingerprint="f", doubt=doubts))


def test_what_the_worker_finds_out_meanwhile_changes_nothing_of_what_was_ordered(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.bulk.PIECE", 2)
    ids = [one.id for one in pending(store, project, *"abcdef")]
    doubt(store, ids[:4], 1.0)
    bulk = ordered(store, project)
    assert bulk.total == 4
    assert list(islice(decide_bulk(store, bulk.uid), 1)) == [2]
    doubt(store, ids[2:4], 0.0)
    doubt(store, ids[4:], 1.0)
    assert list(decide_bulk(store, bulk.uid))[-1] == 4
    with store.read() as session:
        rejected = session.exec(select(Example.id).where(Example.status == "rejected")).all()
    assert sorted(rejected) == ids[:4]


def test_of_what_was_ordered_by_doubt_what_somebody_decided_meanwhile_stays(store: Store, project: Project) -> None:
    one, two, three = pending(store, project, "one", "two", "three")
    doubt(store, [one.id, two.id, three.id], 1.0)
    bulk = ordered(store, project)
    decided(store, two, "accept", by="ben")
    assert list(decide_bulk(store, bulk.uid))[-1] == 2
    assert now_of(store, two).status == "accepted"


def test_more_than_was_said_is_not_decided(store: Store, project: Project) -> None:
    pending(store, project, "one", "two", "three")
    with (
        pytest.raises(Conflict, match=r"3 candidates pass the filter now\. .* It was 2 when"),
        store.write() as session,
    ):
        order_bulk(project.id, ExampleFilter(), "reject", most=2, session=session)
    with store.write() as session:
        assert order_bulk(project.id, ExampleFilter(), "reject", most=4, session=session).total == 3

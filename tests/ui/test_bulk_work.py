"""Decisions on many beside the pages: to the end, cancelled, broken off, undone."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from backend.domain.errors import Conflict, Unavailable
from storage.bulk import decide_bulk
from storage.engine import Store
from storage.examples import count_examples
from storage.filters import ExampleFilter
from storage.tables import Project
from tests.conftest import pending
from ui.bulk_work import BulkDesk, BulkWork
from ui.sections.bulk_progress import said_of

PATIENCE = 30.0


def ended(work: BulkWork) -> BulkWork:
    assert work.ended.wait(PATIENCE)
    return work


def count(store: Store, project: Project, status: str) -> int:
    with store.read() as session:
        return count_examples(project.id, ExampleFilter(status=status, seeds=False), session=session)


def test_all_that_passes_is_decided_and_one_step_undoes_it(store: Store, project: Project) -> None:
    pending(store, project, "one", "two", "three")
    desk = BulkDesk()
    work = ended(desk.decide(store, project.id, ExampleFilter(), "reject", reason="unnatural", reviewer="ada"))
    assert (work.done, work.total, work.share, said_of(work)) == (3, 3, 1.0, "3 candidates rejected.")
    assert count(store, project, "rejected") == 3
    undo = ended(desk.undo(store, project.id, work.bulk_uid, reviewer="ada"))
    assert (undo.done, said_of(undo), count(store, project, "pending")) == (3, "3 decisions undone.", 3)
    with pytest.raises(Conflict, match="undone already"):
        desk.undo(store, project.id, work.bulk_uid)


def test_cancelled_it_keeps_what_it_did_and_says_so(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending(store, project, *(f"trip {number}" for number in range(10)))
    monkeypatch.setattr("storage.bulk.PIECE", 4)
    reached, go_on = Event(), Event()

    def watched(of: Store, uid: str) -> Iterator[int]:
        for done in decide_bulk(of, uid):
            reached.set()
            assert go_on.wait(PATIENCE)
            yield done

    monkeypatch.setattr("ui.bulk_work.decide_bulk", watched)
    desk = BulkDesk()
    work = desk.decide(store, project.id, ExampleFilter(), "accept")
    assert reached.wait(PATIENCE)
    with pytest.raises(Conflict, match="already"):
        desk.decide(store, project.id, ExampleFilter(), "reject")
    work.cancelled.set()
    go_on.set()
    assert (ended(work).done, count(store, project, "accepted"), count(store, project, "pending")) == (4, 4, 6)
    assert said_of(work) == "Cancelled: 4 candidates accepted; the other 6 are as they were."


def test_a_fault_ends_it_and_is_told(store: Store, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    pending(store, project, "one")

    def broken(of: Store, uid: str) -> Iterator[int]:
        yield 0
        raise Unavailable("the disk is full")

    monkeypatch.setattr("ui.bulk_work.decide_bulk", broken)
    work = ended(BulkDesk().decide(store, project.id, ExampleFilter(), "accept"))
    assert work.error == "the disk is full."
    assert said_of(work) == "It broke off after 0 candidates accepted; what is done stays."


def test_nothing_to_decide_is_refused_and_leaves_the_desk_free(store: Store, project: Project) -> None:
    desk = BulkDesk()
    with pytest.raises(Conflict, match="nothing pending passes"):
        desk.decide(store, project.id, ExampleFilter(), "accept")
    assert desk.work_of(project.id) is None
    pending(store, project, "one")
    work = ended(desk.decide(store, project.id, ExampleFilter(), "accept"))
    assert desk.work_of(project.id) is work
    desk.forget(project.id)
    assert desk.work_of(project.id) is None

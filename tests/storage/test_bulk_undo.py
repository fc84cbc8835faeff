"""Many that were decided at once, taken back at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import pytest

from backend.domain.errors import Conflict
from backend.domain.utterance import Utterance
from storage.bulk import decide_bulk
from storage.bulk_undo import Undone, undo_pieces, undo_rest
from storage.engine import Store
from storage.pieces import PIECE
from storage.tables import Example, Project
from storage.undoing import last_decision, undo
from tests.conftest import pending
from tests.storage.reviewing import decided, now_of, share, undone_by
from tests.storage.test_bulk import count, many, ordered, undo_bulk


def test_all_is_undone_in_one_step(store: Store, project: Project) -> None:
    rows = pending(store, project, "one", "two", "three")
    bulk = ordered(store, project, "reject")
    list(decide_bulk(store, bulk.uid))
    assert undo_bulk(store, project, str(uuid.uuid4()), bulk.uid) == Undone(3, 0)
    assert [(now_of(store, row).status, now_of(store, row).version) for row in rows] == [("pending", 3)] * 3
    with store.read() as session:
        assert last_decision(project.id, session=session) is None


def test_an_undo_sent_twice_undoes_once(store: Store, project: Project) -> None:
    rows = pending(store, project, "one", "two", "three")
    bulk = ordered(store, project)
    list(decide_bulk(store, bulk.uid))
    uid = str(uuid.uuid4())
    assert undo_bulk(store, project, uid, bulk.uid) == Undone(3, 0)
    decided(store, rows[0], "accept", by="ben")
    assert undo_bulk(store, project, uid, bulk.uid) == Undone(0, 0)
    assert [now_of(store, row).status for row in rows] == ["accepted", "pending", "pending"]


def test_an_undo_left_midway_goes_on_when_it_is_sent_again(store: Store, project: Project) -> None:
    many(store, project, PIECE + 20)
    bulk = ordered(store, project)
    list(decide_bulk(store, bulk.uid))
    uid = str(uuid.uuid4())
    next(undo_pieces(store, project.id, uid, bulk.uid, reviewer="ada"))  # and the process is killed
    assert count(store, project, "accepted") == 20
    assert undo_bulk(store, project, uid, bulk.uid) == Undone(20, 0)


def test_the_last_decision_of_a_reviewer_is_not_one_of_many_at_once(store: Store, project: Project) -> None:
    pending(store, project, "one", "two", "three")
    list(decide_bulk(store, ordered(store, project).uid))
    with pytest.raises(Conflict, match="one of 3 that were made at once"), store.write() as session:
        undo(project.id, str(uuid.uuid4()), reviewer="ada", session=session)
    assert count(store, project, "accepted") == 3


def test_nobody_undoes_the_bulk_of_another_project(store: Store, project: Project) -> None:
    pending(store, project, "one", "two")
    bulk = ordered(store, project)
    list(decide_bulk(store, bulk.uid))
    assert undo_rest(store, project.id + 1, str(uuid.uuid4()), bulk.uid) == Undone(0, 0)
    (three,) = pending(store, project, "three")
    with pytest.raises(Conflict, match="decided at once under this uid"):
        decided(store, three, "accept", by="ada", bulk=bulk.uid)
    uid = group(store, [three], "accept")
    (four,) = pending(store, project, "four")
    with pytest.raises(Conflict, match="decided at once under this uid"):
        decided(store, four, "accept", by="ben", bulk=uid)


def test_what_was_changed_since_stays(store: Store, project: Project) -> None:
    one, two, three, four = pending(store, project, "one", "two", "three", "four")
    bulk = ordered(store, project)
    list(decide_bulk(store, bulk.uid))
    decided(store, one, "reject", by="ben")
    decided(store, two, "flag", by="ben")  # touches nothing that was decided
    assert undo_bulk(store, project, str(uuid.uuid4()), bulk.uid) == Undone(3, 1)
    statuses = [now_of(store, row).status for row in (one, two, three, four)]
    assert statuses == ["rejected", "pending", "pending", "pending"]
    assert now_of(store, two).flagged
    assert undone_by(store, project, "ben").id == two.id
    assert not now_of(store, two).flagged


def test_an_order_that_was_undone_counts_only_what_it_decided(store: Store, project: Project) -> None:
    pending(store, project, "one", "two")
    bulk = ordered(store, project)
    list(decide_bulk(store, bulk.uid))
    undo_bulk(store, project, str(uuid.uuid4()), bulk.uid)
    assert next(decide_bulk(store, bulk.uid)) == 2


def group(store: Store, rows: Sequence[Example], action: str, *, edits: bool = False) -> str:
    """Decided one by one with the same bulk, as one key does it for near-duplicates."""
    uid = str(uuid.uuid4())
    for row in rows:
        better = Utterance(f"{row.text} please", "book_trip") if edits else None
        decided(store, row, "edit" if edits else action, by="ada", edit=better, bulk=uid)
    return uid


def test_a_group_that_was_edited_is_undone_at_once(store: Store, project: Project) -> None:
    rows = pending(store, project, "one", "two", "three")
    uid = group(store, rows, "edit", edits=True)
    assert undo_bulk(store, project, str(uuid.uuid4()), uid) == Undone(3, 0)
    assert [now_of(store, row).text for row in rows] == ["one", "two", "three"]


def test_votes_of_a_group_are_undone_but_for_those_under_a_second(store: Store, project: Project) -> None:
    share(store, project, 100)
    one, two, three = pending(store, project, "one", "two", "three")
    uid = group(store, (one, two, three), "accept")
    decided(store, one, "accept", by="ben")
    assert undo_bulk(store, project, str(uuid.uuid4()), uid) == Undone(2, 1)
    assert [now_of(store, row).votes for row in (one, two, three)] == [2, 0, 0]

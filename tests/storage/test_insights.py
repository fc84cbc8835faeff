"""What was found out: kept for what is pending, read for a page."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from backend.domain.decision import DecisionCreate
from storage.decisions import decide
from storage.engine import Store
from storage.examples import get_example
from storage.insights import (
    Found,
    OutOfDate,
    decided_among,
    group_mates,
    insights_of,
    out_of_date,
    save_group_keys,
    save_insights,
)
from storage.leases import hold
from storage.tables import Example, Project, now
from tests.conftest import pending
from tests.storage.reviewing import decided, share

LONG_AGO = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


def found(row: Example, rank: float = 0.25, fingerprint: str = "") -> Found:
    return Found(row.id, fingerprint or row.fingerprint, rank, 1 - rank, {"doubt": 0.5, "doubts": [{"check": "copy"}]})


def save(store: Store, project: Project, *some: Found) -> int:
    with store.write() as session:
        return save_insights(project.id, some, session=session)


def put_in_groups(store: Store, project: Project, keys: dict[int, int]) -> None:
    with store.write() as session:
        save_group_keys(project.id, keys, session=session)


def due(store: Store, project: Project, since: datetime = LONG_AGO, after: int = 0) -> OutOfDate:
    with store.read() as session:
        return out_of_date(project.id, since, encoder=None, after=after, session=session)


def row_of(store: Store, example: Example) -> Example:
    with store.read() as session:
        return get_example(example.project_id, example.id, session=session)


def apply(store: Store, project: Project, row: Example, action: str, reason: str = "") -> None:
    with store.write() as session:
        decide(project.id, DecisionCreate(row.id, row.version, action, str(uuid.uuid4()), reason), session=session)


def test_a_rank_is_kept_without_a_new_version(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    assert save(store, project, found(one)) == 1
    after = row_of(store, one)
    assert (after.rank, after.doubt_rank, after.version, after.updated_at) == (0.25, 0.75, 1, one.updated_at)
    save(store, project, found(one, 0.75))
    with store.read() as session:
        assert insights_of([one.id], session=session)[one.id].doubts == [{"check": "copy"}]
    assert row_of(store, one).rank == 0.75


def test_decided_changed_and_deleted_rows_are_left_alone(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    apply(store, project, one, "accept")
    gone = Found(4711, two.fingerprint, 0.1, 0.1, {})
    assert save(store, project, found(one), found(two, fingerprint="other"), gone) == 0
    put_in_groups(store, project, {one.id: one.id, 4711: 1})
    assert (row_of(store, one).rank, row_of(store, one).group_key, row_of(store, two).rank) == (0.5, None, 0.5)


def test_what_is_out_of_date_is_told_in_the_order_of_the_queue(store: Store, project: Project) -> None:
    one, two, three = pending(store, project, "one", "two", "three")
    save(store, project, found(one, 0.9), found(two, 0.1))
    assert due(store, project) == OutOfDate((three.id,), ())
    assert due(store, project, now() + timedelta(seconds=1)) == OutOfDate((three.id,), (two.id, one.id))
    assert due(store, project, now() + timedelta(seconds=1), after=one.id) == OutOfDate((three.id,), (two.id,))
    with store.read() as session:
        none = out_of_date(project.id, LONG_AGO, encoder="e@1", session=session)
    assert none == OutOfDate((), ()), "without a vector it is not its turn yet"


def test_a_key_that_was_given_stays(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    put_in_groups(store, project, {one.id: one.id})
    put_in_groups(store, project, {one.id: 77, two.id: one.id})
    assert [row_of(store, row).group_key for row in (one, two)] == [one.id, one.id]


def test_near_duplicates_are_counted_and_the_first_of_them_told(store: Store, project: Project) -> None:
    rows = pending(store, project, "a", "b", "c", "d", "alone")
    put_in_groups(store, project, {row.id: rows[0].id for row in rows[:4]} | {rows[4].id: rows[4].id})
    apply(store, project, row_of(store, rows[3]), "reject")
    with store.read() as session:
        again = [get_example(project.id, row.id, session=session) for row in rows]
        mates = group_mates(again, reviewer="", most=1, session=session)
    assert [(mates[row.id].size, [one.text for one in mates[row.id].members]) for row in rows[:3]] == [
        (2, ["b"]), (2, ["a"]), (2, ["a"]),
    ]  # fmt: skip
    assert rows[4].id not in mates
    assert mates[rows[3].id].size == 3, "a decided row has all that are pending beside it"


def test_a_group_has_only_what_this_reviewer_may_decide_on(store: Store, project: Project) -> None:
    share(store, project, 100)
    rows = pending(store, project, "shown", "voted", "settled by two", "held", "free", "free too")
    put_in_groups(store, project, {row.id: rows[0].id for row in rows})
    _, voted, disputed, held, *_ = rows
    decided(store, voted, "accept", by="ada")
    decided(store, disputed, "accept", by="cleo")
    decided(store, disputed, "reject", by="ben")
    with store.write() as session:
        hold(project.id, [held.id], reviewer="ben", session=session)

    def told(reviewer: str, *examples: Example, most: int = 9) -> list[tuple[int, list[str]]]:
        with store.read() as session:
            again = [get_example(project.id, row.id, session=session) for row in examples]
            mates = group_mates(again, reviewer=reviewer, most=most, session=session)
        return [(mates[row.id].size, [one.text for one in mates[row.id].members]) for row in examples]

    assert told("ada", rows[0]) == [(2, ["free", "free too"])]
    assert told("ben", rows[0]) == [(4, ["voted", "held", "free", "free too"])]
    assert told("ada", rows[0], rows[5], most=1) == [(2, ["free"]), (2, ["shown"])]
    assert told("ada", voted) == [(3, ["shown", "free", "free too"])], "one's own vote is not in the group"


def test_neighbours_are_told_with_the_reason_of_their_last_rejection(store: Store, project: Project) -> None:
    one, two, three = pending(store, project, "one", "two", "three")
    apply(store, project, one, "reject", "unnatural")
    apply(store, project, two, "accept")
    with store.read() as session:
        told = decided_among([one.id, two.id, three.id, 4711], session=session)
    assert {id_: (row.text, reason) for id_, (row, reason) in told.items()} == {
        one.id: ("one", "unnatural"),
        two.id: ("two", ""),
    }

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from storage import leases
from storage.engine import Store
from storage.leases import LEASE, hand_over, let_go
from storage.queue import PENDING, claim
from storage.tables import Project, now
from tests.conftest import pending
from tests.forking import CONTEXT
from tests.storage.reviewing import claimed, decided, undone_by

Later = Callable[[timedelta], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Moves the clock that leases go by."""

    def moved(by: timedelta) -> None:
        def shifted() -> datetime:
            return now() + by

        monkeypatch.setattr(leases, "now", shifted)

    return moved


def test_two_reviewers_never_hold_the_same_candidate(store: Store, project: Project) -> None:
    pending(store, project, *(f"trip {number}" for number in range(6)))
    assert claimed(store, project, "ada", limit=4) == ["trip 0", "trip 1", "trip 2", "trip 3"]
    assert claimed(store, project, "ben", limit=4) == ["trip 4", "trip 5"]
    assert claimed(store, project, "ada", limit=4) == ["trip 0", "trip 1", "trip 2", "trip 3"]


def test_of_threads_that_claim_at_once_each_gets_its_own(store: Store, project: Project) -> None:
    pending(store, project, *(f"trip {number}" for number in range(80)))
    with ThreadPoolExecutor(8) as pool:
        hands = list(pool.map(lambda name: claimed(store, project, name, limit=10), "abcdefgh"))
    assert [len(hand) for hand in hands] == [10] * 8
    assert len({text for hand in hands for text in hand}) == 80


def claim_elsewhere(url: str, project_id: int, reviewer: str) -> list[int]:
    opened = Store(url)
    try:
        return [one.id for one in claim(opened, project_id, PENDING, reviewer=reviewer, order="worth", limit=15)]
    finally:
        opened.close()


def test_of_processes_that_claim_at_once_each_gets_its_own(store: Store, project: Project) -> None:
    pending(store, project, *(f"trip {number}" for number in range(45)))
    with ProcessPoolExecutor(3, mp_context=CONTEXT) as pool:
        waiting = [pool.submit(claim_elsewhere, store.url, project.id, name) for name in ("ada", "ben", "cleo")]
        hands = [one.result() for one in waiting]
    assert [len(hand) for hand in hands] == [15] * 3
    assert len({one for hand in hands for one in hand}) == 45


def test_who_gives_no_name_shares_with_others_who_give_none(store: Store, project: Project) -> None:
    pending(store, project, "one", "two")
    assert claimed(store, project, "") == claimed(store, project, "") == ["one", "two"]
    assert claimed(store, project, "ada") == []


def test_what_an_expired_lease_held_comes_to_others(store: Store, project: Project, later: Later) -> None:
    pending(store, project, "one", "two")
    claimed(store, project, "ada")
    later(LEASE - timedelta(seconds=5))
    assert claimed(store, project, "ben") == []
    later(LEASE + timedelta(seconds=5))
    assert claimed(store, project, "ben") == ["one", "two"]
    assert claimed(store, project, "ada") == []


def test_claiming_again_in_the_second_half_renews_the_lease(store: Store, project: Project, later: Later) -> None:
    pending(store, project, "one")
    claimed(store, project, "ada")
    later(LEASE * 0.6)
    claimed(store, project, "ada")
    later(LEASE * 1.5)
    assert claimed(store, project, "ben") == []
    assert claimed(store, project, "ada") == ["one"]


def test_skipping_drops_the_hold(store: Store, project: Project) -> None:
    one, _two = pending(store, project, "one", "two")
    claimed(store, project, "ada")
    decided(store, one, "skip", by="ada")
    assert claimed(store, project, "ben") == ["one"]
    assert claimed(store, project, "ada") == ["two"]


def test_what_is_flagged_stays_with_who_holds_it(store: Store, project: Project) -> None:
    one, _two, _three = pending(store, project, "one", "two", "three")
    claimed(store, project, "ada", limit=2)
    decided(store, one, "flag", by="ada")
    assert claimed(store, project, "ben") == ["three"]
    assert claimed(store, project, "ada", limit=2) == ["one", "two"]


def test_what_is_undone_is_held_by_who_undid_it(store: Store, project: Project) -> None:
    (one, *_) = pending(store, project, "one", "two", "three")
    claimed(store, project, "ada", limit=2)
    decided(store, one, "accept", by="ada")
    claimed(store, project, "ada", limit=2)
    assert undone_by(store, project, "ada").text == "one"
    assert claimed(store, project, "ben") == []
    assert claimed(store, project, "ada", limit=2) == ["one", "two", "three"]


def test_deciding_undoing_and_deciding_again_leaves_one_lease(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    claimed(store, project, "ada")
    for _ in range(2):
        decided(store, one, "reject", by="ada")
        undone_by(store, project, "ada")
    assert claimed(store, project, "ben") == []
    assert claimed(store, project, "ada") == ["one"]


def test_a_narrower_filter_gives_up_what_it_hides(store: Store, project: Project) -> None:
    pending(store, project, "one", "two")
    claimed(store, project, "ada")
    assert claimed(store, project, "ada", wanted=PENDING.of_dict({"status": "pending", "search": "two"})) == ["two"]
    assert claimed(store, project, "ben") == ["one"]


def test_what_is_handed_over_goes_along_and_what_is_let_go_is_free(store: Store, project: Project) -> None:
    rows = pending(store, project, *(f"trip {number}" for number in range(5)))
    ids = [one.id for one in rows]
    assert claimed(store, project, "", limit=2) == ["trip 0", "trip 1"]
    assert claimed(store, project, "ben", limit=2) == ["trip 2", "trip 3"]
    with store.write() as session:
        hand_over(project.id, ids, reviewer="", to="ada", session=session)
    assert claimed(store, project, "ada", limit=2) == ["trip 0", "trip 1"]
    assert claimed(store, project, "ben", limit=2) == ["trip 2", "trip 3"]
    assert claimed(store, project, "") == ["trip 4"]
    with store.write() as session:
        let_go(project.id, ids[:1], reviewer="ada", session=session)
        let_go(project.id, ids, reviewer="cleo", session=session)
    assert claimed(store, project, "cleo") == ["trip 0"]

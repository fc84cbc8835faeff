"""Flags of candidates that two reviewers judge: neither sees the other's."""

from __future__ import annotations

import pytest

from storage.engine import Store
from storage.filters import ExampleFilter
from storage.flags import flags_seen
from storage.tables import Example, Project
from tests.conftest import pending
from tests.storage.reviewing import claimed, decided, left, share, undone_by

FLAGGED = ExampleFilter(status="pending", flagged=True)


@pytest.fixture
def shared(store: Store, project: Project) -> Example:
    share(store, project, 100)
    return pending(store, project, "to bergen")[0]


def sees(store: Store, example: Example, reviewer: str, percent: int = 100) -> bool:
    with store.read() as session:
        now = session.get_one(Example, example.id)
        return example.id in flags_seen([now], percent, reviewer=reviewer, session=session)


def test_each_flags_for_himself_and_it_is_flagged_while_anybody_has_one(store: Store, shared: Example) -> None:
    assert decided(store, shared, "flag", by="ada").flagged
    assert (sees(store, shared, "ada"), sees(store, shared, "ben")) == (True, False)
    row = decided(store, shared, "flag", by="ben")
    assert (row.flagged, row.version) == (True, 3)
    assert sees(store, shared, "ben")
    assert decided(store, shared, "flag", by="ada").flagged
    assert (sees(store, shared, "ada"), sees(store, shared, "ben")) == (False, True)
    assert not decided(store, shared, "flag", by="ben").flagged
    assert not sees(store, shared, "ben")


def test_an_undo_takes_back_ones_own_flag_alone(store: Store, project: Project, shared: Example) -> None:
    decided(store, shared, "flag", by="ada")
    decided(store, shared, "flag", by="ben")
    assert undone_by(store, project, "ben").flagged
    assert (sees(store, shared, "ada"), sees(store, shared, "ben")) == (True, False)
    assert not undone_by(store, project, "ada").flagged


def test_once_it_is_decided_everybody_sees_it(store: Store, shared: Example) -> None:
    decided(store, shared, "flag", by="ada")
    decided(store, shared, "accept", by="ada")
    assert not sees(store, shared, "ben")
    assert decided(store, shared, "accept", by="ben").status == "accepted"
    assert sees(store, shared, "ben")
    assert not decided(store, shared, "flag", by="cleo").flagged


def test_of_what_one_judges_everybody_sees_the_flag_and_may_take_it_away(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "alone")
    decided(store, one, "flag", by="ada")
    assert sees(store, one, "ben", percent=0)
    assert not decided(store, one, "flag", by="ben").flagged
    share(store, project, 100)
    assert decided(store, one, "flag", by="ada").flagged
    assert (sees(store, one, "ada"), sees(store, one, "ben")) == (True, False)


def test_a_flag_from_before_two_judged_it_is_seen_by_who_set_it(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "alone")
    decided(store, one, "flag", by="ada")
    share(store, project, 100)
    assert (sees(store, one, "ada"), sees(store, one, "ben")) == (True, False)
    assert not decided(store, one, "flag", by="ada").flagged


def test_the_filter_by_flags_finds_none_of_anothers(store: Store, project: Project, shared: Example) -> None:
    decided(store, shared, "flag", by="ada")
    assert (left(store, project, "ben", wanted=FLAGGED), claimed(store, project, "ben", wanted=FLAGGED)) == (0, [])
    assert left(store, project, "ada", wanted=FLAGGED) == 1
    assert claimed(store, project, "ada", wanted=FLAGGED) == ["to bergen"]

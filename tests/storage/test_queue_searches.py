"""What a claim searches, when, and by which index; and what happens to it meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, update

from storage.engine import Store
from storage.filters import ExampleFilter
from storage.queue import PENDING
from storage.tables import Example, Lease, Project
from tests.conftest import pending
from tests.postgres import on_both
from tests.storage.reviewing import claimed, decided, left, undone_by

FLAGGED = ExampleFilter(status="pending", flagged=True)


@contextmanager
def statements(store: Store) -> Iterator[list[tuple[str, tuple[object, ...]]]]:
    """What is sent to the database, with its parameters."""
    sent: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        sent.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(store.engine, "before_cursor_execute", note)


def plan(store: Store, statement: str, parameters: tuple[object, ...]) -> list[str]:
    with store.read() as session:
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [str(row[3]) for row in rows]


def meanwhile(store: Store, monkeypatch: pytest.MonkeyPatch, what: Callable[[], object]) -> None:
    """Have something done once, after the search and before what was found is held."""
    write = store.write

    @contextmanager
    def later() -> Iterator[Session]:
        monkeypatch.setattr(store, "write", write)
        what()
        with write() as session:
            yield session

    monkeypatch.setattr(store, "write", later)


def test_others_wait_only_while_what_was_found_is_looked_at_once_more(store: Store, project: Project) -> None:
    pending(store, project, *(f"trip {number}" for number in range(60)))
    assert len(claimed(store, project, "ben", limit=5)) == 5
    with statements(store) as sent:
        assert len(claimed(store, project, "ada", limit=5)) == 5
    begun = [text for text, _ in sent].index("BEGIN IMMEDIATE")
    searches = [plan(store, *each) for each in sent[begun:] if "FROM example" in each[0]]
    assert [steps[0] for steps in searches] == ["SEARCH example USING INTEGER PRIMARY KEY (rowid=?)"]


@on_both
def test_what_another_takes_meanwhile_is_replaced(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending(store, project, *(f"trip {number}" for number in range(6)))
    meanwhile(store, monkeypatch, lambda: claimed(store, project, "ben", limit=2))
    assert claimed(store, project, "ada", limit=3) == ["trip 2", "trip 3", "trip 4"]
    assert claimed(store, project, "ben", limit=2) == ["trip 0", "trip 1"]


@on_both
def test_what_is_decided_or_no_longer_matches_meanwhile_is_not_given(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, *_ = pending(store, project, "one", "two", "three")

    def changed() -> None:
        decided(store, one, "reject", by="ben")
        with store.write() as session:
            session.exec(update(Example).where(col(Example.id) == two.id).values(flagged=False))

    with store.write() as session:
        session.exec(update(Example).where(col(Example.status) == "pending").values(flagged=True))
    meanwhile(store, monkeypatch, changed)
    assert claimed(store, project, "ada", wanted=FLAGGED) == ["three"]


def test_what_one_takes_back_in_another_tab_meanwhile_stays_held(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, last = pending(store, project, "one", "two", "three")

    def taken_back() -> None:
        decided(store, last, "accept", by="ada")
        undone_by(store, project, "ada")

    meanwhile(store, monkeypatch, taken_back)
    assert claimed(store, project, "ada", limit=2) == ["three", "one"]


def test_flagged_ones_are_found_by_an_index_of_their_own(store: Store, project: Project) -> None:
    one, *_ = pending(store, project, "one", "two")
    decided(store, one, "flag", by="ada")
    with statements(store) as sent:
        assert claimed(store, project, "", wanted=FLAGGED) == ["one"]
        assert left(store, project, "", wanted=FLAGGED) == 1
    plans = [plan(store, *each)[0] for each in sent if "flagged = 1" in each[0] and "example.id IN" not in each[0]]
    assert len(plans) >= 2
    assert all("ix_example_flagged" in steps or "ix_example_votes" in steps for steps in plans)
    with store.read() as session:
        assert session.get(Lease, one.id) is not None


def test_the_queue_is_searched_in_its_order(store: Store, project: Project) -> None:
    pending(store, project, "one", "two")
    with statements(store) as sent:
        claimed(store, project, "ada", wanted=PENDING)
    search = next(each for each in sent if "FROM example" in each[0])
    steps = plan(store, *search)
    assert "ix_example_rank" in steps[0]
    assert not any("TEMP B-TREE" in step for step in steps)

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import col, update

from backend.domain.errors import Conflict, NotFound
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.queue import PENDING, claim
from storage.tables import Example, Project
from tests.conftest import pending
from tests.storage.reviewing import claimed, decided, left, share, undone_by


def set_all(store: Store, values: dict[int, dict[str, object]]) -> None:
    with store.write() as session:
        for example_id, columns in values.items():
            session.exec(update(Example).where(col(Example.id) == example_id).values(**columns))


def test_the_queue_goes_by_rank_or_as_they_came(store: Store, project: Project) -> None:
    one, two, three = pending(store, project, "one", "two", "three")
    set_all(store, {one.id: {"rank": 0.9}, two.id: {"rank": 0.1}, three.id: {"rank": 0.5}})
    assert claimed(store, project, "ada") == ["two", "three", "one"]


def test_the_queue_may_begin_with_what_is_doubted(store: Store, project: Project) -> None:
    one, two, _three = pending(store, project, "one", "two", "three")
    set_all(store, {one.id: {"rank": 0.1, "doubt_rank": 0.9}, two.id: {"rank": 0.9, "doubt_rank": 0.1}})
    rows = claim(store, project.id, PENDING, reviewer="ada", order="doubted", limit=9)
    assert [row.text for row in rows] == ["two", "three", "one"]


def test_what_one_holds_stays_before_a_new_ranking(store: Store, project: Project) -> None:
    rows = pending(store, project, "one", "two", "three", "four")
    assert claimed(store, project, "ada", limit=2) == ["one", "two"]
    set_all(store, {rows[3].id: {"rank": 0.0}, rows[2].id: {"rank": 0.1}})
    assert claimed(store, project, "ada", limit=2) == ["one", "two"]
    assert claimed(store, project, "ada", limit=3) == ["one", "two", "four"]


def test_in_another_order_what_one_holds_has_no_precedence_and_is_let_go(store: Store, project: Project) -> None:
    rows = pending(store, project, "one", "two", "three", "four")
    assert claimed(store, project, "ada", limit=2) == ["one", "two"]
    set_all(store, {row.id: {"doubt_rank": 1 - at / 10} for at, row in enumerate(rows)})
    found = claim(store, project.id, PENDING, reviewer="ada", order="doubted", limit=2, anew=True)
    assert [row.text for row in found] == ["four", "three"]
    assert claimed(store, project, "ben") == ["one", "two"]


def test_a_smaller_limit_takes_nothing_off_the_desk(store: Store, project: Project) -> None:
    pending(store, project, "one", "two", "three")
    claimed(store, project, "ada", limit=3)
    assert claimed(store, project, "ada", limit=1) == ["one", "two", "three"]
    assert claimed(store, project, "ben") == []


def test_a_skipped_candidate_comes_after_all_others_whatever_its_rank(store: Store, project: Project) -> None:
    one, *_ = pending(store, project, "one", "two")
    set_all(store, {one.id: {"rank": 0.0}})
    decided(store, one, "skip", by="ada")
    assert claimed(store, project, "ada") == ["two", "one"]


def test_of_a_group_of_near_duplicates_one_is_shown(store: Store, project: Project) -> None:
    one, two, three = pending(store, project, "one", "two", "three")
    set_all(store, {row.id: {"group_key": one.id} for row in (one, two)})
    assert claimed(store, project, "ada") == ["one", "three"]
    decided(store, one, "accept", by="ada")
    assert claimed(store, project, "ada") == ["three", "two"]
    decided(store, three, "accept", by="ada")
    assert left(store, project, "ada") == 1


def test_a_filter_that_might_hide_the_first_of_a_group_shows_all_of_it(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    set_all(store, {row.id: {"group_key": one.id} for row in (one, two)})
    assert claimed(store, project, "ada", wanted=ExampleFilter(status="pending", intent="book_trip")) == ["one"]
    assert claimed(store, project, "ben", wanted=ExampleFilter(status="pending", search="two")) == ["two"]


def test_what_one_holds_stays_when_it_turns_out_to_be_a_near_duplicate(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    claimed(store, project, "ada")
    set_all(store, {row.id: {"group_key": one.id} for row in (one, two)})
    assert claimed(store, project, "ada") == ["one", "two"]
    assert claimed(store, project, "ben") == []


def test_a_group_taken_back_lies_with_who_took_it_back(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    set_all(store, {row.id: {"group_key": one.id} for row in (one, two)})
    for row in (one, two):
        decided(store, row, "accept", by="ada")
    assert undone_by(store, project, "ada").text == "two"
    assert undone_by(store, project, "ada").text == "one"
    assert claimed(store, project, "ben") == []


def test_the_first_of_a_group_that_waits_for_a_vote_hides_nothing(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    set_all(store, {row.id: {"group_key": one.id} for row in (one, two)})
    share(store, project, 100)
    decided(store, one, "accept", by="ada")
    assert claimed(store, project, "ada") == ["two"]
    assert claimed(store, project, "ben") == ["one"]


def test_what_is_left_is_what_one_may_judge(store: Store, project: Project) -> None:
    one, _two = pending(store, project, "one", "two")
    share(store, project, 100)
    decided(store, one, "accept", by="ada")
    assert (left(store, project, "ada"), left(store, project, "ben"), left(store, project, "")) == (1, 2, 2)


PEOPLE = ("ada", "ben", "")


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    percent=st.sampled_from([0, 30, 100]),
    plan=st.lists(
        st.tuples(st.sampled_from(PEOPLE), st.integers(0, 5), st.sampled_from(["accept", "reject", "skip", "undo"])),
        max_size=10,
    ),
)
def test_what_is_left_for_a_reviewer_is_what_comes_once_nobody_else_holds_any(
    store: Store, project: Project, percent: int, plan: list[tuple[str, int, str]]
) -> None:
    with store.read() as session:
        rows = find_examples(project.id, PENDING, limit=6, session=session)
    rows = rows if len(rows) == 6 else list(pending(store, project, *_fresh(store, project)))
    share(store, project, percent)
    for person, which, action in plan:
        try:
            if action == "undo":
                undone_by(store, project, person)
            else:
                decided(store, rows[which], action, by=person)
        except (Conflict, NotFound):
            continue
    for person in PEOPLE:
        put_down(store, project)
        assert left(store, project, person) == len(claimed(store, project, person, limit=1000))


def put_down(store: Store, project: Project) -> None:
    """Nobody holds anything: a filter that nothing passes gives up all."""
    for person in PEOPLE:
        claimed(store, project, person, wanted=ExampleFilter(status="pending", search="no such text"))


def _fresh(store: Store, project: Project) -> list[str]:
    with store.read() as session:
        known = len(find_examples(project.id, ExampleFilter(), limit=10_000, session=session))
    return [f"trip {known + number}" for number in range(6)]


def test_the_share_is_from_0_to_100(store: Store, project: Project) -> None:
    for percent in (-1, 101):
        with pytest.raises(Exception, match="Give 0 to 100"):
            share(store, project, percent)

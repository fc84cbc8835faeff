"""Decisions by minute, by day and by reviewer, at times that are written into them."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, update

from backend.domain.decision import DecisionCreate
from storage.bulk import decide_bulk, order_bulk
from storage.decisions import decide
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.pace import Day, Share, by_day, last_hour, last_kept, shares
from storage.tables import Decision, Example, Project, now
from storage.undoing import undo
from tests.conftest import pending

NOON = datetime(2026, 3, 14, 12, 0, 30, tzinfo=UTC)


def decided(
    store: Store, project: Project, example: Example, action: str, reviewer: str, *, at: datetime, reason: str = ""
) -> None:
    with store.write() as session:
        created = DecisionCreate(example.id, example.version, action, str(uuid.uuid4()), reason, reviewer)
        made = decide(project.id, created, session=session)
        session.exec(update(Decision).where(col(Decision.id) == made.id).values(at=at))


def test_decisions_are_counted_by_day_and_by_the_minutes_they_took(store: Store, project: Project) -> None:
    one, two, three, four = pending(store, project, "one", "two", "three", "four")
    decided(store, project, one, "accept", "ada", at=NOON - timedelta(days=1))
    for example, seconds in ((two, 0), (three, 10), (four, 90)):
        decided(store, project, example, "reject", "ada", at=NOON + timedelta(seconds=seconds))
    with store.read() as session:
        days = by_day(project.id, session=session)
    assert days == [Day(date(2026, 3, 13), 1, 0, 1), Day(date(2026, 3, 14), 3, 0, 2)]
    assert days[1].per_minute == pytest.approx(1.5)


def test_only_the_latest_days_are_told(store: Store, project: Project) -> None:
    for number, example in enumerate(pending(store, project, "one", "two", "three")):
        decided(store, project, example, "accept", "ada", at=NOON + timedelta(days=number))
    with store.read() as session:
        found = by_day(project.id, days=2, session=session)
    assert [one.day for one in found] == [date(2026, 3, 15), date(2026, 3, 16)]


def test_a_seed_that_is_taken_away_is_no_work_of_reviewing(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    with store.read() as session:
        (seed, *_) = find_examples(project.id, ExampleFilter(origin="seed"), session=session)
    decided(store, project, seed, "reject", "ada", at=now(), reason="other")
    with store.read() as session:
        assert shares(project.id, session=session) == []
        assert by_day(project.id, session=session) == []
        assert last_kept(project.id, reviewer="ada", number=5, session=session) == []
    decided(store, project, one, "reject", "ada", at=now())
    with store.read() as session:
        assert [share.decisions for share in shares(project.id, session=session)] == [1]
        assert last_kept(project.id, reviewer="ada", number=5, session=session) == [False]


def test_what_was_decided_at_once_is_counted_apart(store: Store, project: Project) -> None:
    pending(store, project, "one", "two", "three")
    with store.write() as session:
        bulk = order_bulk(project.id, ExampleFilter(), "accept", reviewer="ada", session=session)
    assert list(decide_bulk(store, bulk.uid)) == [3, 3]
    with store.read() as session:
        (day,) = by_day(project.id, session=session)
        assert (day.single, day.at_once, day.minutes, day.per_minute) == (0, 3, 0, 0.0)
        assert sum(count for _, count in last_hour(project.id, session=session)) == 0
        assert shares(project.id, session=session) == [Share("ada", 3, 3, 0, 0, 0, 0, None)]


def test_the_last_hour_has_sixty_minutes_and_nothing_older(store: Store, project: Project) -> None:
    one, two, three = pending(store, project, "one", "two", "three")
    ago = now()
    decided(store, project, one, "accept", "ada", at=ago - timedelta(minutes=70))
    decided(store, project, two, "accept", "ada", at=ago - timedelta(minutes=30))
    decided(store, project, three, "skip", "ada", at=ago - timedelta(minutes=30))
    with store.read() as session:
        hour = last_hour(project.id, session=session)
    assert len(hour) == 60
    half = (ago - timedelta(minutes=30)).replace(second=0, microsecond=0)
    assert [one for one in hour if one[1]] == [(half, 2)]


def test_who_did_what_with_undone_and_the_median_without_pauses(store: Store, project: Project) -> None:
    examples = pending(store, project, "one", "two", "three", "four", "five", "six")
    plan = [("accept", 0), ("reject", 4), ("skip", 14), ("accept", 5000), ("accept", 5006)]
    for example, (action, seconds) in zip(examples, plan, strict=False):
        decided(store, project, example, action, "ada", at=NOON + timedelta(seconds=seconds))
    decided(store, project, examples[5], "flag", "ben", at=NOON)
    with store.write() as session:
        undo(project.id, str(uuid.uuid4()), reviewer="ada", session=session)
    with store.read() as session:
        (ada,) = shares(project.id, session=session)
    assert (ada.reviewer, ada.decisions, ada.accepted, ada.rejected, ada.edited) == ("ada", 5, 3, 1, 0)
    assert (ada.skipped, ada.undone) == (1, 1)
    assert ada.median_seconds == pytest.approx(6.0, abs=0.01)  # of 4, 10 and 6


def test_an_even_number_of_gaps_has_the_mean_of_the_middle_two(store: Store, project: Project) -> None:
    for example, seconds in zip(pending(store, project, "a", "b", "c"), (0, 4, 14), strict=True):
        decided(store, project, example, "accept", "ben", at=NOON + timedelta(seconds=seconds))
    with store.read() as session:
        assert shares(project.id, session=session)[0].median_seconds == pytest.approx(7.0, abs=0.01)


def test_of_his_last_decisions_it_is_told_whether_he_kept_what_he_saw(store: Store, project: Project) -> None:
    texts = ("one", "two", "three", "four", "five", "six")
    one, two, three, four, five, six = pending(store, project, *texts)
    for example, action in ((one, "accept"), (two, "reject"), (three, "skip"), (four, "accept")):
        decided(store, project, example, action, "ada", at=NOON)
    decided(store, project, five, "accept", "ben", at=NOON)
    with store.write() as session:
        bulk = order_bulk(project.id, ExampleFilter(intent=six.intent), "accept", reviewer="ada", session=session)
    list(decide_bulk(store, bulk.uid))
    with store.read() as session:
        assert last_kept(project.id, reviewer="ada", number=9, session=session) == [True, False, True]
        assert last_kept(project.id, reviewer="ada", number=2, session=session) == [True, False]
    with store.write() as session:
        undo(project.id, str(uuid.uuid4()), reviewer="ben", session=session)
    with store.read() as session:
        assert last_kept(project.id, reviewer="ben", number=9, session=session) == []

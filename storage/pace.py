"""Who decided what, and how fast: counted in SQL over all decisions of a project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, case, col, func, select

from storage.tables import Decision, Example, now
from storage.times import day_of, minute_of, seconds_of
from storage.votes import stands, undone

PAUSE = 300.0
"""Seconds; whoever decides nothing for longer was not at it, and the gap tells nothing of his pace."""

COUNTED = ("accept", "reject", "edit", "skip")
"""What counts as a decision here; a flag decides nothing, and an undo takes one back."""


@dataclass(frozen=True)
class Day:
    """The decisions of one UTC day: made one by one, made many at once, and the minutes in which the former fell."""

    day: date
    single: int
    at_once: int
    minutes: int

    @property
    def per_minute(self) -> float:
        """Decisions made one by one, to a minute of those in which there were any."""
        return self.single / self.minutes if self.minutes else 0.0


@dataclass(frozen=True)
class Share:
    """What one reviewer decided, "" for whoever gave no name; `undone` of it was taken back.

    `median_seconds` is between two decisions made one by one, pauses left out; None where there are no two.
    """

    reviewer: str
    decisions: int
    accepted: int
    rejected: int
    edited: int
    skipped: int
    undone: int
    median_seconds: float | None


def last_hour(project_id: int, *, session: Session) -> list[tuple[datetime, int]]:
    """How many decisions were made one by one in each of the last 60 minutes, the oldest first; UTC."""
    begin = now().replace(second=0, microsecond=0) - timedelta(minutes=59)
    minute = minute_of(Decision.at, session)
    query = select(minute, func.count(col(Decision.id))).where(*_counted(project_id), Decision.at >= begin)
    found = dict(session.exec(query.where(col(Decision.bulk_uid).is_(None)).group_by(minute)).all())
    minutes = (begin + timedelta(minutes=number) for number in range(60))
    return [(one, found.get(f"{one:%Y-%m-%d %H:%M}", 0)) for one in minutes]


def by_day(project_id: int, *, days: int = 30, session: Session) -> list[Day]:
    """The last days on which anything was decided, the oldest first."""
    day = day_of(Decision.at, session)
    single = col(Decision.bulk_uid).is_(None)
    query = (
        select(
            day,
            func.count(case((single, Decision.id))),
            func.count(case((~single, Decision.id))),
            func.count(func.distinct(case((single, minute_of(Decision.at, session))))),
        )
        .where(*_counted(project_id))
        .group_by(day)
        .order_by(day.desc())
        .limit(days)
    )
    return [Day(date.fromisoformat(one), *counts) for one, *counts in reversed(session.exec(query).all())]


def shares(project_id: int, *, session: Session) -> list[Share]:
    """What each reviewer did, whoever decided the most first."""
    query = (
        select(
            Decision.reviewer, Decision.action, func.count(col(Decision.id)), func.count(case((undone(), Decision.id)))
        )
        .where(*_counted(project_id))
        .group_by(Decision.reviewer, Decision.action)
    )
    made: dict[str, dict[str, int]] = {}
    for reviewer, action, count, taken_back in session.exec(query):
        held = made.setdefault(reviewer, {})
        held[action] = count
        held["undone"] = held.get("undone", 0) + taken_back
    medians = _medians(project_id, session)
    found = [_share(reviewer, held, medians.get(reviewer)) for reviewer, held in made.items()]
    return sorted(found, key=lambda one: (-one.decisions, one.reviewer))


def last_kept(project_id: int, *, reviewer: str, number: int, session: Session) -> list[bool]:
    """Of a reviewer's last decisions made one by one, the last one first, whether the candidate was kept."""
    kept = {"accept": True, "edit": True, "reject": False}
    query = select(Decision.action).where(
        *_counted(project_id),
        Decision.reviewer == reviewer,
        stands(),
        col(Decision.action).in_(kept),
        col(Decision.bulk_uid).is_(None),
    )
    return [kept[action] for action in session.exec(query.order_by(col(Decision.id).desc()).limit(number))]


def _share(reviewer: str, made: dict[str, int], median: float | None) -> Share:
    accepted, rejected, edited, skipped = (made.get(action, 0) for action in COUNTED)
    decisions = accepted + rejected + edited + skipped
    return Share(reviewer, decisions, accepted, rejected, edited, skipped, made["undone"], median)


def _medians(project_id: int, session: Session) -> dict[str, float]:
    """Of the seconds between a reviewer's decisions; SQLite has windows, but no median."""
    at = seconds_of(Decision.at, session)
    before = func.lag(at).over(partition_by=Decision.reviewer, order_by=col(Decision.id))
    singles = (
        select(col(Decision.reviewer).label("reviewer"), (at - before).label("gap"))
        .where(*_counted(project_id), col(Decision.bulk_uid).is_(None))
        .subquery()
    )
    place = func.row_number().over(partition_by=singles.c.reviewer, order_by=singles.c.gap)
    ranked = (
        select(singles.c.reviewer, singles.c.gap, place.label("place"))
        .add_columns(func.count().over(partition_by=singles.c.reviewer).label("number"))
        .where(singles.c.gap.between(0, PAUSE))
        .subquery()
    )
    middle = (2 * ranked.c.place).between(ranked.c.number, ranked.c.number + 2)  # one place, or the two in the middle
    query = select(ranked.c.reviewer, func.avg(ranked.c.gap)).where(middle).group_by(ranked.c.reviewer)
    return {reviewer: float(gap) for reviewer, gap in session.exec(query)}


def _counted(project_id: int) -> tuple[Any, ...]:
    """What is work of reviewing: to take a seed away is none."""
    of_seed = select(Example.id).where(Example.id == Decision.example_id, Example.origin == "seed").exists()
    return (Decision.project_id == project_id, col(Decision.action).in_(COUNTED), ~of_seed)

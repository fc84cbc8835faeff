"""Which examples are wanted: one filter for the queue, the tables, the counts and decisions on many."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from sqlalchemy import Text, cast
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.searching import found_in
from storage.slot_scores import slots_are_current
from storage.tables import Example, ExampleSlot, Insight, Job, Score, SlotScore

Doubt = Literal["some", "none", "student"]

STUDENT_AGREES = "student-agrees"
"""The check that the project's student speaks by."""


@dataclass(frozen=True)
class ExampleFilter:
    """Which examples: every field that is set must match; `search` is a piece of the text, in any case.

    `seeds` says whether seeds count at all. `doubt` is "some" for those that a check or a student doubts, "none" for
    the others, and "student" for those of which the project's student says another intent or other spans.
    `below_score` asks for those whose intent a student that was trained without them holds less probable than that,
    0 to 1, `below_slot_score` for those with a word whose slot it holds less probable. `grouped` asks for those with
    near-duplicates, or without; `group_key` for one group. `plan_id` asks for what the jobs of a plan wrote.
    `up_to_id` leaves out what came later.
    """

    intent: str | None = None
    slot: str | None = None
    status: str | None = None
    language: str | None = None
    method: str | None = None
    origin: str | None = None
    search: str | None = None
    job_id: int | None = None
    plan_id: int | None = None
    flagged: bool | None = None
    doubt: Doubt | None = None
    below_score: float | None = None
    below_slot_score: float | None = None
    grouped: bool | None = None
    group_key: int | None = None
    up_to_id: int | None = None
    seeds: bool = True

    @property
    def asks_the_worker(self) -> bool:
        """Whether who passes it changes by itself, as the worker finds out more."""
        return self.lasting != self

    @property
    def lasting(self) -> ExampleFilter:
        """Without what asks for something that the worker finds out, and finds out anew."""
        return replace(self, doubt=None, below_score=None, below_slot_score=None, grouped=None, group_key=None)

    def as_dict(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if value is not None}

    @classmethod
    def of_dict(cls, wanted: dict[str, Any]) -> ExampleFilter:
        """The filter that `as_dict` wrote; fields that this version does not know are left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in wanted.items() if name in known})


def filtered(query: Any, project_id: int, wanted: ExampleFilter) -> SelectOfScalar[Any]:
    """The query over `Example`, held to a project and a filter."""
    return matching(query.where(Example.project_id == project_id), wanted)


def matching(query: Any, wanted: ExampleFilter) -> SelectOfScalar[Any]:
    """The query over `Example`, held to a filter; for one that names the ids that it is about.

    Held to their project as well, SQLite would rather read all of the project than these ids.
    """
    for name in ("intent", "status", "language", "method", "origin", "job_id", "flagged", "group_key"):
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Example, name) == value)
    if wanted.plan_id is not None:
        query = query.where(col(Example.job_id).in_(select(Job.id).where(Job.plan_id == wanted.plan_id)))
    if not wanted.seeds:
        query = query.where(Example.origin != "seed")
    if wanted.slot is not None:
        query = query.where(col(Example.id).in_(select(ExampleSlot.example_id).where(ExampleSlot.slot == wanted.slot)))
    if wanted.search:
        query = query.where(found_in(col(Example.text), wanted.search))
    if wanted.doubt is not None:
        query = query.where(_doubted(wanted.doubt))
    if wanted.below_score is not None:
        query = query.where(_scored_below(wanted.below_score))
    if wanted.below_slot_score is not None:
        query = query.where(_slots_scored_below(wanted.below_slot_score))
    if wanted.grouped is not None:
        query = query.where(col(Example.group_key).is_not(None) if wanted.grouped else col(Example.group_key).is_(None))
    if wanted.up_to_id is not None:
        query = query.where(Example.id <= wanted.up_to_id)
    return query


def _doubted(doubt: Doubt) -> Any:
    known = select(Insight.example_id).where(Insight.example_id == Example.id)
    if doubt == "student":
        return known.where(cast(col(Insight.doubts), Text).contains(f'"{STUDENT_AGREES}"')).exists()
    doubted = known.where(Insight.doubt > 0).exists()
    return doubted if doubt == "some" else ~doubted


def _scored_below(probability: float) -> Any:
    low = select(Score.example_id).where(
        Score.example_id == Example.id,
        Score.fingerprint == Example.fingerprint,
        Score.intent == Example.intent,
        Score.probability < probability,
    )
    return low.exists()


def _slots_scored_below(probability: float) -> Any:
    low = select(SlotScore.example_id).where(
        SlotScore.example_id == Example.id, slots_are_current(), SlotScore.probability < probability
    )
    return low.exists()

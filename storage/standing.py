"""How a project stands, counted in SQL: what it holds of what, how its methods did, how fast a teacher wrote."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlmodel import Session, col, func, select

from backend.domain.standing import Combination, Holding, LabelHolding, Record, combination
from backend.domain.utterance import Utterance
from storage.tables import ACTIVE_JOB, Example, ExampleSlot, Job, Output, Target

RECENT_JOBS = 20
"""Jobs that a teacher's pace is taken from: older ones may have run on another machine."""


SHOWN_OF_EACH = 20
"""Exemplars of an intent and language, at least, where there are as many: what a prompt takes, and some to vary.

As many of each label of its parses that has a target.
"""


def holdings(project_id: int, *, session: Session) -> tuple[Holding, ...]:
    """What is accepted and what waits, by intent, language and combination of slots; seeds count as accepted."""
    counts: dict[tuple[str, str, Combination], dict[str, int]] = defaultdict(dict)
    for intent, language, listed, status, count, _first in session.exec(_by_slots(project_id, "accepted", "pending")):
        held = counts[intent, language, combination(listed.split(",") if listed else [])]
        held[status] = held.get(status, 0) + count  # the database lists the same slots in more than one order
    return tuple(
        Holding(*key, accepted=held.get("accepted", 0), pending=held.get("pending", 0))
        for key, held in sorted(counts.items())
    )


def label_holdings(project_id: int, *, session: Session) -> tuple[LabelHolding, ...]:
    """What is accepted and what waits of the labels of parses that have a target; seeds count as accepted."""
    held = _with_aimed_label(project_id, "accepted", "pending")
    keys = (held.c.intent, held.c.language, held.c.label)
    counts: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    query: Any = select(*keys, held.c.status, func.count())  # type: ignore[call-overload]
    for *key, status, count in session.exec(query.group_by(*keys, held.c.status)):
        counts[tuple(key)][status] = count
    return tuple(
        LabelHolding(*key, accepted=of.get("accepted", 0), pending=of.get("pending", 0))
        for key, of in sorted(counts.items())
    )


def exemplars(project_id: int, *, session: Session) -> list[Utterance]:
    """Accepted examples that show what there is: some of each intent and language, and of each combination of slots.

    In a project of parses, some of each label that has a target, in place of combinations.
    """
    place = func.row_number().over(partition_by=(Example.intent, Example.language), order_by=col(Example.id))
    of_each = (
        select(col(Example.id).label("id"), place.label("place"))
        .where(Example.project_id == project_id, Example.status == "accepted")
        .subquery()
    )
    some = select(of_each.c.id).where(of_each.c.place <= SHOWN_OF_EACH)
    first = select(_by_slots(project_id, "accepted").subquery().c.first)
    shown = some.union(first, _first_with_labels(project_id))
    query = select(Example).where(col(Example.id).in_(shown)).order_by(col(Example.id))
    return [row.utterance for row in session.exec(query)]


def records(project_id: int, *, session: Session) -> dict[str, Record]:
    """What became of the outputs of each method, and of the candidates made of them."""
    outputs: Any = (
        select(Job.method, func.count(col(Output.id)), func.count(col(Output.dropped_for)))
        .join(Output, col(Output.job_id) == Job.id)
        .where(Job.project_id == project_id)
        .group_by(Job.method)
    )
    decided: Any = (
        select(Example.method, Example.status, func.count(col(Example.id)))
        .where(Example.project_id == project_id, Example.origin == "generated")
        .group_by(Example.method, Example.status)
    )
    made = {method: (raw, raw - dropped) for method, raw, dropped in session.exec(outputs)}
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for method, status, count in session.exec(decided):
        found[method][status] = count
    return {
        method: Record(*made.get(method, (0, 0)), found[method].get("accepted", 0), found[method].get("rejected", 0))
        for method in {*made, *found}
    }


def writing_pace(teacher: str, *, session: Session) -> float | None:
    """Raw outputs a second of a teacher's last jobs, in whatever project; None where it wrote nothing yet."""
    last = (
        select(Job.id, Job.seconds)
        .where(Job.teacher == teacher, Job.seconds > 0, col(Job.status).not_in(ACTIVE_JOB))
        .order_by(col(Job.id).desc())
        .limit(RECENT_JOBS)
    )
    jobs = session.exec(last).all()
    seconds = sum(spent for _, spent in jobs)
    if not seconds:
        return None
    made = select(func.count(col(Output.id))).where(col(Output.job_id).in_([job for job, _ in jobs]))
    return session.exec(made).one() / seconds or None


def _by_slots(project_id: int, *statuses: str) -> Any:
    """Intent, language, slots in some order with commas between, status, number, and the first id."""
    of_status = (Example.project_id == project_id, col(Example.status).in_(statuses))
    of_example = (
        select(
            col(ExampleSlot.example_id).label("example_id"),
            func.aggregate_strings(col(ExampleSlot.slot), ",").label("slots"),
        )
        .join(Example, col(Example.id) == ExampleSlot.example_id)
        .where(*of_status, col(Example.parse).is_(None))  # a request asks for slots, and for no label of a parse
        .group_by(col(ExampleSlot.example_id))
        .subquery()
    )
    slots: Any = func.coalesce(of_example.c.slots, "")
    query: Any = select(Example.intent, Example.language, slots, Example.status)
    return (
        query.add_columns(func.count(col(Example.id)), func.min(Example.id).label("first"))
        .outerjoin(of_example, of_example.c.example_id == Example.id)
        .where(*of_status)
        .group_by(col(Example.intent), col(Example.language), slots, col(Example.status))
    )


def _with_aimed_label(project_id: int, *statuses: str) -> Any:
    """Id, intent, language, label and status of examples with a parse: once for each label in it that has a target."""
    query: Any = select(Example.id, Example.intent, Example.language, col(ExampleSlot.slot).label("label"))
    is_aimed = (
        (col(Target.project_id) == Example.project_id)
        & (col(Target.intent) == Example.intent)
        & (col(Target.slot) == ExampleSlot.slot)
    )
    return (
        query.add_columns(col(Example.status))
        .join(ExampleSlot, col(ExampleSlot.example_id) == Example.id)
        .join(Target, is_aimed)
        .where(Example.project_id == project_id, col(Example.status).in_(statuses), col(Example.parse).is_not(None))
        .distinct()  # a label may stand in a parse more than once
        .subquery()
    )


def _first_with_labels(project_id: int) -> Any:
    """The ids of the first accepted examples of each intent and language with each label that has a target."""
    held = _with_aimed_label(project_id, "accepted")
    place = func.row_number().over(partition_by=(held.c.intent, held.c.language, held.c.label), order_by=held.c.id)
    of_each = select(held.c.id, place.label("place")).subquery()
    return select(of_each.c.id).where(of_each.c.place <= SHOWN_OF_EACH)

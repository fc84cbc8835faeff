"""Planning over intents, languages and methods: what a page or a command may ask for; the worker does the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from backend.domain.errors import InvalidValue
from backend.domain.request import Request
from backend.ordering import usual_sampling
from backend.planning.expected import expected_yield
from backend.planning.needs import CellNeed
from backend.planning.order import MOST_OUTPUTS, PlanOrder, Standing
from backend.planning.plan import Item, Plan, make_plan
from backend.teacher.no_teacher import NO_TEACHER
from backend.teacher.protocol import Sampling
from jobs.estimating import price_of
from jobs.generating import check_teacher, needs_teacher, style_for
from jobs.plan_asking import WhyNot
from jobs.writers import require_writes, writer_for
from storage.engine import Store
from storage.plans import PlannedJob, cancel_plan, create_plan
from storage.schemas import load_schema
from storage.standing import exemplars, holdings, label_holdings, records
from storage.tables import PlanRow
from storage.targets import targets_of

__all__ = ["MOST_OUTPUTS", "CellNeed", "Item", "Plan", "PlanOrder", "cancel_planned", "order_plan", "plan_for"]


def plan_for(store: Store, project_id: int, order: PlanOrder, *, teacher: str) -> Plan:
    """The plan that an order comes to as the project stands now; nothing is queued.

    Raises:
        InvalidValue: unknown method or intent.
    """
    with store.read() as session:
        standing = Standing(
            load_schema(project_id, session=session),
            holdings(project_id, session=session),
            targets_of(project_id, session=session),
            records(project_id, session=session),
            label_holdings(project_id, session=session),
        )
        shown = exemplars(project_id, session=session)
    for name in order.methods:
        needs_teacher(name)
    ask = WhyNot(standing.schema, shown)

    def why_not(request: Request) -> str | None:
        return _language_refused(teacher, request) or ask(request)

    return make_plan(order, standing, style_of=lambda name: style_for(teacher, name), why_not=why_not)


def order_plan(
    store: Store,
    project_id: int,
    order: PlanOrder,
    plan: Plan,
    *,
    teacher: str,
    temperature: float | None = None,
    wording: float | None = None,
) -> tuple[PlanRow, bool]:
    """Queue the jobs of a plan, or return the active plan of the project: (plan, whether it is new).

    Args:
        temperature, wording: of sampling, see `Sampling`; as each job's style is best sampled when None.

    Raises:
        InvalidValue: it asks for nothing, or for labels that are gone.
        Unavailable: a teacher that cannot be.
    """
    jobs = _jobs(plan.items, teacher, lambda style: usual_sampling(style, temperature, wording))
    if any(job.teacher != NO_TEACHER for job in jobs):
        check_teacher(teacher)
    spec = {"order": asdict(order), "cells": [cell_record(plan, cell) for cell in plan.cells], "needed": plan.needed}
    with store.write() as session:
        return create_plan(project_id, jobs, spec=spec, session=session)


def cancel_planned(store: Store, uid: str) -> None:
    """Ask all jobs of a plan to stop; what they have written stays.

    Raises:
        NotFound: no such plan.
        Conflict: it has ended already.
    """
    with store.write() as session:
        cancel_plan(uid, session=session)


def _language_refused(teacher: str, request: Request) -> str | None:
    """What is said of a request in a language that its writer cannot write."""
    try:
        require_writes(teacher, request)
    except InvalidValue as error:
        return str(error)
    return None


def cell_record(plan: Plan, cell: CellNeed) -> dict[str, Any]:
    """What is asked for of a cell, and why, as a JSON object."""
    return {
        **asdict(cell),
        "missing": cell.missing,
        "asked": plan.asked(cell),
        "expected": plan.expected(cell),
    }


def item_record(item: Item) -> dict[str, Any]:
    """A request of a plan as a JSON object; `slots` is None where the method draws them."""
    request = item.request
    return {
        "intent": request.intent,
        "language": request.language,
        "slots": slots_of(request),
        "method": request.method,
        "accepted": item.accepted,
        "count": request.count,
        "expected": round(item.expected, 1),
        "seed": request.seed,
    }


def slots_of(request: Request) -> list[str] | None:
    """The slots, or labels of parses, that a request of a plan asks for; None where the method draws them."""
    return None if request.include is None else list(request.included)


def reckoned_by(plan: Plan) -> list[str]:
    """Of each chosen method, how much of what it writes is expected to be accepted, and by what."""
    found = []
    for name, record in plan.records.items():
        decided = record.accepted + record.rejected
        made = f"by {record.raw:,} outputs so far"
        known = f" and {decided:,} decision{'s' * (decided > 1)}" if decided else "; nothing of them is decided yet"
        assumed = "as is assumed of a method that has written nothing here"
        share = 100 * expected_yield(record)
        by = made + known if record.raw or decided else assumed
        found.append(f"{name}: {share:.0f} of 100 outputs are expected to be accepted, {by}.")
    return found


def why_nothing(plan: Plan) -> str:
    """Why a plan asks for nothing, and what to do about it."""
    if plan.unable:
        return f"No chosen method can do what is missing: {plan.unable[0].reason}"
    if any(cell.target for cell in plan.cells):
        return "What you chose has reached its targets, with what waits for review counted as far as will be accepted."
    return "Nothing that you chose has a target. Set one on the Progress page, or say how many you want in all."


def _jobs(items: Sequence[Item], teacher: str, sampling_of: Callable[[str], Sampling]) -> list[PlannedJob]:
    """One job for each intent, language and method: its requests share what the teacher is given at once."""
    found = []
    requests = (item.request for item in items)
    for _, group in groupby(requests, key=lambda one: (one.intent, one.language, one.method)):
        asked = tuple(group)
        by = writer_for(teacher, asked[0])
        price = price_of(by)
        drawn = asdict(sampling_of(asked[0].style))
        found.append(PlannedJob(asked, by, drawn, (price.input, price.output) if price else None))
    return found

"""Going on with a plan that was cancelled or that broke down: what it did not write yet is ordered anew."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from backend.domain.errors import Conflict, InvalidValue, passes
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.teacher.no_teacher import NO_TEACHER
from jobs.estimating import price_of
from jobs.generating import check_teacher
from storage.engine import Store
from storage.jobs import last_job_id, requests_of
from storage.outputs import stored_indexes
from storage.plans import PlannedJob, create_plan, jobs_of_plan, plan_of_project, plans_after
from storage.schemas import load_schema
from storage.tables import ACTIVE_JOB, Job, PlanRow, sha256_of

STOPPED = ("cancelled", "failed")
"""Statuses of a job that may have outputs left to write."""

CONTINUES = "continues"
"""Names in what a plan keeps of itself the uid of the plan that it goes on with."""


def go_on_with(store: Store, project_id: int, uid: str) -> tuple[PlanRow, bool]:
    """Queue what a plan left unwritten as a plan of its own, or return the active one: (plan, whether it is new).

    Each request asks for as many outputs as it lacks, with another seed, since with its own the same would come
    again, by the same teacher. One whose labels the schema no longer has is left out.

    Raises:
        NotFound: no such plan of the project.
        Conflict: it was gone on with before.
        InvalidValue: nothing of it is left to write.
        Unavailable: its teacher cannot be had any more.
    """
    with store.read() as session:
        plan = plan_of_project(project_id, uid, session=session)
        left = unwritten(plan, session=session)
    if not left:
        remedy = "Start a new one, or wait where it is still at work."
        raise InvalidValue("a plan of which nothing is left to write", value=uid, remedy=remedy)
    for teacher in {one.teacher for one in left} - {NO_TEACHER}:
        check_teacher(teacher)
    with store.write() as session:
        if gone_on_with(plan, session=session):
            raise Conflict("the plan was gone on with already", value=uid, remedy="Go on with that one.")
        spec = {"order": plan.spec.get("order", {}), "cells": [], CONTINUES: plan.uid}
        return create_plan(project_id, left, spec=spec, session=session)


def left_of_plan(store: Store, project_id: int, uid: str) -> int:
    """How many outputs a plan left unwritten, of what the schema still has; 0 while it is at work.

    Raises:
        NotFound: no such plan of the project.
    """
    with store.read() as session:
        left = unwritten(plan_of_project(project_id, uid, session=session), session=session)
    return sum(request.count for job in left for request in job.requests)


def unwritten(plan: PlanRow, *, session: Session) -> list[PlannedJob]:
    """What the jobs of a plan that stopped did not write, of what the schema still has; [] while it is at work."""
    schema = load_schema(plan.project_id, session=session)
    fresh = last_job_id(plan.project_id, session=session)
    found = []
    jobs = jobs_of_plan(plan.id, session=session)
    if any(job.status in ACTIVE_JOB for job in jobs):
        return []  # what a job leaves that is only about to stop is not known, and a plan is gone on with once
    for job in jobs:
        if job.status not in STOPPED:
            continue
        requests = _left_of(job, fresh, schema, session)
        price = price_of(job.teacher)
        if requests:
            prices = (price.input, price.output) if price else None
            found.append(PlannedJob(requests, job.teacher, job.sampling, prices))
    return found


def gone_on_with(plan: PlanRow, *, session: Session) -> bool:
    """Whether a later plan goes on with this one."""
    later = plans_after(plan, session=session)
    return any(one.spec.get(CONTINUES) == plan.uid for one in later)


def _left_of(job: Job, fresh: int, schema: Schema, session: Session) -> tuple[Request, ...]:
    written = stored_indexes(job.id, session=session)
    found, first = [], 0
    for request in requests_of(job):
        lacks = request.count - sum(first <= index < first + request.count for index in written)
        first += request.count
        if lacks and passes(request.require_in, schema):
            # Requests that shared a seed shared their prompts, and do so again.
            seed = int(sha256_of([fresh, request.seed])[:8], 16) % 2**31
            found.append(replace(request, count=lacks, seed=seed))
    return tuple(found)

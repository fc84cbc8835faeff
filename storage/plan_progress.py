"""How far a plan is: added up over its jobs and their outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from storage.outputs import Yield, plan_yield
from storage.plans import jobs_of_plan
from storage.tables import ACTIVE_JOB, Job, Output


@dataclass(frozen=True)
class PlanProgress:
    """How far a plan is.

    Attributes:
        status: of the whole: queued, running, done, cancelled, or failed where any of its jobs failed.
        jobs, ended, failed: how many jobs it has, how many of them are at work no more, and how many of these failed.
        total: raw outputs that are asked for. seconds: that were spent writing.
        current: the job that is at work. errors: what failed jobs say, each sentence once.
        cost: of what is stored, at the prices that were ordered with; None without prices.
    """

    status: str
    jobs: int
    ended: int
    failed: int
    total: int
    seconds: float
    made: Yield
    current: Job | None
    cancelling: bool
    errors: tuple[str, ...]
    cost: float | None
    started_at: datetime | None
    finished_at: datetime | None


def plan_progress(plan_id: int, *, session: Session) -> PlanProgress:
    """How far a plan is, from its jobs and their outputs."""
    jobs = jobs_of_plan(plan_id, session=session)
    active = [job for job in jobs if job.status in ACTIVE_JOB]
    started = [job.started_at for job in jobs if job.started_at]
    ends = [job.finished_at for job in jobs if job.finished_at]
    return PlanProgress(
        status=_status(jobs),
        jobs=len(jobs),
        ended=len(jobs) - len(active),
        failed=sum(job.status == "failed" for job in jobs),
        total=sum(job.total for job in jobs),
        seconds=sum(job.seconds for job in jobs),
        made=plan_yield(plan_id, session=session),
        current=next((job for job in active if job.status == "running" or job.phase), None),
        cancelling=any(job.cancel_requested for job in active),
        errors=tuple(dict.fromkeys(job.error for job in jobs if job.error)),
        cost=_cost(plan_id, session) if any(job.input_price is not None for job in jobs) else None,
        started_at=min(started, default=None),
        finished_at=max(ends, default=None) if not active else None,
    )


def made_by_jobs(plan_id: int, *, session: Session) -> list[tuple[Job, int, int]]:
    """The jobs of a plan in their order, each with its raw outputs and those that were kept."""
    query: Any = (
        select(Output.job_id, func.count(col(Output.id)), func.count(col(Output.dropped_for)))
        .where(col(Output.job_id).in_(select(Job.id).where(Job.plan_id == plan_id)))
        .group_by(col(Output.job_id))
    )
    made = {job_id: (raw, raw - dropped) for job_id, raw, dropped in session.exec(query)}
    return [(job, *made.get(job.id, (0, 0))) for job in jobs_of_plan(plan_id, session=session)]


def _status(jobs: Sequence[Job]) -> str:
    found = {job.status for job in jobs}
    if found.intersection(ACTIVE_JOB):
        return "queued" if found == {"queued"} else "running"
    return next((status for status in ("failed", "cancelled") if status in found), "done")


def _cost(plan_id: int, session: Session) -> float:
    spent = Output.input_tokens * Job.input_price + Output.tokens * Job.output_price  # type: ignore[operator]
    query = select(func.coalesce(func.sum(spent), 0.0)).join(Job, col(Job.id) == Output.job_id)
    return float(session.exec(query.where(Job.plan_id == plan_id)).one()) / 1e6

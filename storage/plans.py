"""Plans: jobs that were ordered together, seen and cancelled as one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select, update

from backend.domain.errors import Conflict, InvalidValue, NotFound
from backend.domain.request import Request
from storage.engine import one_at_a_time
from storage.jobs import finish_job, new_job
from storage.schemas import load_schema
from storage.tables import ACTIVE_JOB, Job, PlanRow, now, sha256_of


@dataclass(frozen=True)
class PlannedJob:
    """A job of a plan: requests of the same intent, language and method, and the teacher that writes them.

    `sampling` is how it draws its tokens; `prices` are of a million input and output tokens, if they are known.
    """

    requests: tuple[Request, ...]
    teacher: str
    sampling: Mapping[str, Any]
    prices: tuple[float, float] | None = None


def create_plan(
    project_id: int,
    jobs: Sequence[PlannedJob],
    *,
    spec: Mapping[str, Any],
    session: Session,
) -> tuple[PlanRow, bool]:
    """Queue the jobs of a plan, or return the active plan of the project: (plan, whether it is new).

    Raises:
        InvalidValue: no job at all, or labels that the schema does not have; nothing is queued then.
    """
    one_at_a_time(session, project_id)
    active = active_plan(project_id, session=session)
    if active:
        return active, False
    if not jobs:
        raise InvalidValue("a plan that asks for nothing", remedy="Choose what lacks some, or give a total.")
    schema = load_schema(project_id, session=session)
    plan = PlanRow(uid=str(uuid.uuid4()), project_id=project_id, spec=dict(spec))
    session.add(plan)
    session.flush()
    for place, one in enumerate(jobs):
        for request in one.requests:
            request.require_in(schema)
        # A key of its own: the same request beside the plan is another job, and does not stand in its way.
        key = sha256_of([plan.uid, place])
        job = new_job(project_id, one.requests, key=key, teacher=one.teacher, sampling=one.sampling, prices=one.prices)
        job.plan_id = plan.id
        session.add(job)
    session.flush()
    return plan, True


def plan_by_uid(uid: str, *, session: Session) -> PlanRow:
    """The plan of that uid.

    Raises:
        NotFound: it went with its project.
    """
    plan = session.exec(select(PlanRow).where(PlanRow.uid == uid)).first()
    if plan is None:
        raise NotFound("no plan", value=uid, remedy="It may have gone with its project.")
    return plan


def plan_of_project(project_id: int, uid: str, *, session: Session) -> PlanRow:
    """The plan of that uid, if it is one of the project's.

    Raises:
        NotFound: it went with its project, or is another project's.
    """
    plan = plan_by_uid(uid, session=session)
    if plan.project_id != project_id:
        raise NotFound("no plan of this project", value=uid, remedy="Take the uid of one of its own.")
    return plan


def active_plan(project_id: int, *, session: Session) -> PlanRow | None:
    """The plan of a project that has jobs to do."""
    query = select(PlanRow).join(Job, col(Job.plan_id) == PlanRow.id)
    query = query.where(PlanRow.project_id == project_id, col(Job.status).in_(ACTIVE_JOB))
    return session.exec(query.order_by(col(PlanRow.id)).limit(1)).first()


def list_plans(project_id: int, *, limit: int = 20, session: Session) -> list[PlanRow]:
    """The plans of a project, the latest first."""
    query = select(PlanRow).where(PlanRow.project_id == project_id).order_by(col(PlanRow.id).desc())
    return list(session.exec(query.limit(limit)))


def plans_after(plan: PlanRow, *, session: Session) -> list[PlanRow]:
    """The plans of the same project that were ordered later, the first of them first."""
    query = select(PlanRow).where(PlanRow.project_id == plan.project_id, col(PlanRow.id) > plan.id)
    return list(session.exec(query.order_by(col(PlanRow.id))))


def jobs_of_plan(plan_id: int, *, session: Session) -> list[Job]:
    """The jobs of a plan, in the order in which they are done; those of a deleted intent are gone."""
    return list(session.exec(select(Job).where(Job.plan_id == plan_id).order_by(col(Job.id))))


def cancel_plan(uid: str, *, session: Session) -> None:
    """End all jobs of a plan that wait, and ask the one that runs to stop. What is written stays.

    Raises:
        NotFound: no such plan.
        Conflict: it has ended already.
    """
    plan = plan_by_uid(uid, session=session)
    one_at_a_time(session, plan.project_id)
    active = [job for job in jobs_of_plan(plan.id, session=session) if job.status in ACTIVE_JOB]
    if not active:
        raise Conflict("the plan has ended already")
    of_plan = (col(Job.plan_id) == plan.id, col(Job.status).in_(ACTIVE_JOB))
    session.exec(update(Job).where(*of_plan).values(cancel_requested=True))
    for job in active:
        if job.status == "queued":
            finish_job(job.id, "cancelled", session=session)


def finish_planned(job: Job, status: str, *, error: str = "", session: Session) -> None:
    """End a job as `finish_job` does; with one that broke down, what waits of its plan ends as failed too.

    What it broke down for, the others would as well: a teacher that cannot be had, a worker that dies of it.
    """
    finish_job(job.id, status, error=error, session=session)
    if status == "failed" and job.plan_id is not None:
        of_plan = (col(Job.plan_id) == job.plan_id, col(Job.status) == "queued")
        ended = {"status": status, "error": error, "phase": "", "finished_at": now()}
        # The worker has the next one in its queue already, and is to leave it at that.
        session.exec(update(Job).where(*of_plan).values(cancel_requested=True, **ended))


def uids_of_plans(ids: Sequence[int], *, session: Session) -> dict[int, str]:
    """The uids of some plans by their ids."""
    return {plan.id: plan.uid for plan in session.exec(select(PlanRow).where(col(PlanRow.id).in_(ids)))}

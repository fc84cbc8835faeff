"""Jobs: what was ordered, how far it is, whether it should stop."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, func, select, update

from backend.domain.errors import NotFound
from backend.domain.request import Request
from storage import runs
from storage.engine import one_at_a_time
from storage.schemas import load_schema
from storage.tables import ACTIVE_JOB, Job, now, sha256_of

_REQUEST = TypeAdapter(Request)


def create_job(
    project_id: int,
    request: Request,
    *,
    teacher: str,
    sampling: Mapping[str, Any],
    prices: tuple[float, float] | None = None,
    session: Session,
) -> tuple[Job, bool]:
    """Queue a job, or return the active one for the same request: (job, whether it is new).

    Two requests are the same when all but their seed agrees.

    Args:
        prices: of a million input and output tokens, if they are known.

    Raises:
        InvalidValue: labels that the schema does not have.
    """
    one_at_a_time(session, project_id)
    request.require_in(load_schema(project_id, session=session))
    key = sha256_of({**asdict(request), "seed": None, "teacher": teacher, "sampling": dict(sampling)})
    same = select(Job).where(Job.project_id == project_id, Job.request_key == key, col(Job.status).in_(ACTIVE_JOB))
    active = session.exec(same).first()
    if active:
        return active, False
    job = new_job(project_id, (request,), key=key, teacher=teacher, sampling=sampling, prices=prices)
    session.add(job)
    session.flush()
    return job, True


def new_job(
    project_id: int,
    requests: Sequence[Request],
    *,
    key: str,
    teacher: str,
    sampling: Mapping[str, Any],
    prices: tuple[float, float] | None,
) -> Job:
    """A queued job, not stored yet, of one request or of several of the same intent, language and method.

    Args:
        key: what no other active job of the project may have.
    """
    first = requests[0]
    return Job(
        uid=str(uuid.uuid4()),
        project_id=project_id,
        intent=first.intent,
        method=first.method,
        language=first.language,
        teacher=teacher,
        request=asdict(first),
        parts=[asdict(one) for one in requests] if len(requests) > 1 else None,
        request_key=key,
        sampling=dict(sampling),
        total=sum(one.count for one in requests),
        input_price=prices[0] if prices else None,
        output_price=prices[1] if prices else None,
    )


def request_of(job: Job) -> Request:
    """The request as it was ordered; of several the first."""
    # What was ordered before there were grammars was written without one, and goes on so.
    return _REQUEST.validate_python({"grammar": False, **job.request})


def requests_of(job: Job) -> tuple[Request, ...]:
    """All requests of a job, in the order in which its outputs answer them."""
    return tuple(_REQUEST.validate_python(part) for part in job.parts) if job.parts else (request_of(job),)


def job_by_uid(uid: str, *, session: Session) -> Job:
    """The job of that uid, as it stands now.

    Raises:
        NotFound: it went with its project or intent.
    """
    job = session.exec(select(Job).where(Job.uid == uid)).first()
    if job is None:
        raise NotFound("no job", value=uid, remedy="It may have gone with its intent or project.")
    return job


def job_of_project(project_id: int, uid: str, *, session: Session) -> Job:
    """The job of that uid, if it is one of the project's.

    Raises:
        NotFound: it went with its project or intent, or is another project's.
    """
    job = job_by_uid(uid, session=session)
    if job.project_id != project_id:
        raise NotFound("no job of this project", value=uid, remedy="Take the uid of one of its own.")
    return job


def list_jobs(project_id: int, *, limit: int = 20, session: Session) -> list[Job]:
    """The jobs of a project that are of no plan, the latest first."""
    query = select(Job).where(Job.project_id == project_id, col(Job.plan_id).is_(None))
    return list(session.exec(query.order_by(col(Job.id).desc()).limit(limit)))


def last_job_id(project_id: int, *, session: Session) -> int:
    """The id of the latest job of a project, of a plan or not; 0 when there is none."""
    return session.exec(select(func.max(Job.id)).where(Job.project_id == project_id)).one() or 0


def active_jobs(*, project_id: int | None = None, session: Session) -> list[Job]:
    """Jobs that are queued or running, the oldest first; of a project, those that are of no plan."""
    query = select(Job).where(col(Job.status).in_(ACTIVE_JOB)).order_by(col(Job.id))
    if project_id is not None:
        query = query.where(Job.project_id == project_id, col(Job.plan_id).is_(None))
    return list(session.exec(query))


def start_job(job_id: int, *, teacher_card: Mapping[str, Any], session: Session) -> None:
    """Note that the teacher is loaded and writing begins, or goes on after a restart; not for a job that ended."""
    runs.start(Job, job_id, "writing utterances", teacher_card=dict(teacher_card), session=session)


def set_phase(job_id: int, phase: str, *, session: Session) -> None:
    session.exec(update(Job).where(col(Job.id) == job_id).values(phase=phase))


def set_proposed(job_id: int, proposed: Mapping[str, Sequence[str]], *, session: Session) -> None:
    """Note what was listed for the slots of a job, before its prompts are made of it."""
    listed = {slot: list(values) for slot, values in proposed.items()}
    session.exec(update(Job).where(col(Job.id) == job_id).values(proposed=listed))


def add_seconds(job_id: int, seconds: float, *, session: Session) -> None:
    """Add to the time that the teacher spent writing."""
    session.exec(update(Job).where(col(Job.id) == job_id).values(seconds=Job.seconds + seconds))


def request_cancel(uid: str, *, session: Session) -> None:
    """End a job that waits, ask one that runs to stop: the worker sees it between tokens. What is written stays.

    Raises:
        NotFound: no such job.
        Conflict: it has ended already.
    """
    runs.cancel(job_by_uid(uid, session=session), session=session)


def cancel_requested(job_id: int, *, session: Session) -> bool:
    """Whether the job should stop: cancelled, or gone with its project."""
    return runs.cancelled(Job, job_id, session=session)


def finish_job(job_id: int, status: str, *, error: str = "", session: Session) -> None:
    """End a job as done, cancelled or failed; a job that has ended stays as it ended."""
    session.exec(
        update(Job)
        .where(col(Job.id) == job_id, col(Job.status).in_(ACTIVE_JOB))
        .values(status=status, error=error, phase="", finished_at=now())
    )

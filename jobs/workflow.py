"""The durable workflow: DBOS notes each finished step, and goes on after the last one when restarted."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from backend.domain.errors import InvalidValue, TeachsetError
from jobs.durable import ASKING, QUEUE, Process, patient, process
from jobs.generation import load_teacher, prepare, write_batch
from jobs.proposing import propose_values
from jobs.settings import Settings
from jobs.student_task_workflow import TASK_WORKFLOWS
from jobs.student_workflow import train_student
from jobs.teacher_workflow import RUN_WORKFLOWS
from storage import runs
from storage.engine import Store
from storage.jobs import active_jobs, finish_job, job_by_uid
from storage.plans import finish_planned, uids_of_plans
from storage.tables import ASK, Job, StudentRow, StudentTask
from storage.teacher_runs import active_runs, finish_run

PLAN_AHEAD = 2
"""Jobs of a plan that are in the queue at once: the one at work, and one so that the worker need not wait for it."""

APPLICATION_VERSION = "1"
"""Of the workflow's steps: raised when a change of them would confuse a job that an older one began."""

log = logging.getLogger("teachset.worker")


def launch(store: Store, settings: Settings) -> None:
    """Start durable execution in this process; what a dead process left unfinished goes on at once."""
    process[:] = [Process(store, settings)]
    config: DBOSConfig = {
        "name": "teachset",
        "system_database_url": settings.jobs_url,
        "application_version": APPLICATION_VERSION,
        "executor_id": settings.executor,
        "serializer": DBOSPortableJSONSerializer(),  # the default one unpickles what it finds in the database
        "log_level": "WARNING",
        "enable_otlp": False,
    }
    DBOS(config=config)
    DBOS.launch()
    for queue in (QUEUE, ASKING):
        DBOS.register_queue(queue, worker_concurrency=1, polling_interval_sec=0.2)


def dispatch(only: Collection[str] = ()) -> None:
    """Start a workflow for every queued job and run, and end those whose workflow ended without saying so.

    Args:
        only: uids of those to look at, or of a plan; all when there are none.
    """
    for work in (work for work in _active() if not only or {work.uid, work.plan} & set(only)):
        status = DBOS.get_workflow_status(work.uid)
        if status is None:
            with SetWorkflowID(work.uid):
                DBOS.enqueue_workflow(work.queue, work.workflow, work.uid)
        elif status.status not in ("ENQUEUED", "PENDING", "DELAYED"):
            problem = _GIVEN_UP.get(status.status, f"The worker gave it up ({status.status}).")
            with process[0].store.write() as session:
                work.finish("failed" if problem else "done", error=problem, session=session)


@dataclass(frozen=True)
class _Work:
    """A job, trial, tuning, student or task that is queued or running: its workflow, and how its row is ended.

    `plan` is the uid of a job's plan, if it has one.
    """

    uid: str
    workflow: Callable[[str], str]
    finish: Callable[..., None]
    plan: str | None = None
    queue: str = QUEUE


_GIVEN_UP = {
    "SUCCESS": "",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": (
        "The worker died at it every time it was begun; most likely the teacher needs more memory than there is."
    ),
}


def _active() -> list[_Work]:
    with process[0].store.read() as session:
        jobs, of_teachers = _next_of_plans(active_jobs(session=session)), active_runs(session=session)
        students = runs.active(StudentRow, session=session)
        plans = uids_of_plans([job.plan_id for job in jobs if job.plan_id], session=session)
        tasks = runs.active(StudentTask, session=session)
    return [
        *(_Work(job.uid, generate, partial(finish_planned, job), plans.get(job.plan_id or 0)) for job in jobs),
        *(_Work(run.uid, RUN_WORKFLOWS[run.kind], partial(finish_run, run.uid)) for run in of_teachers),
        *(_Work(row.uid, train_student, partial(runs.finish, StudentRow, row.uid)) for row in students),
        *(
            _Work(
                task.uid,
                TASK_WORKFLOWS[task.kind],
                partial(runs.finish, StudentTask, task.uid),
                queue=ASKING if task.kind == ASK else QUEUE,
            )
            for task in tasks
        ),
    ]


def _next_of_plans(jobs: list[Job]) -> list[Job]:
    """The jobs without those of plans that are not next: what is ordered meanwhile then need not wait for a plan."""
    found, of_plan = [], Counter[int]()
    for job in jobs:
        if job.plan_id is not None:
            of_plan[job.plan_id] += 1
        if job.plan_id is None or of_plan[job.plan_id] <= PLAN_AHEAD:
            found.append(job)
    return found


@DBOS.workflow(name="generate")
def generate(uid: str) -> str:
    """Write all outputs of a job; returns how it ended: done, cancelled or failed."""
    try:
        batches = _prepare(uid)
        if batches is None:
            return _finish(uid, "cancelled", "")
        for index in range(batches):
            if not _write_batch(uid, index):
                return _finish(uid, "cancelled", "")
    except InvalidValue as error:
        return _finish(uid, "failed", str(error))  # it alone: other requests of its plan may well fit the schema
    except TeachsetError as error:
        return _break_down(uid, str(error))
    except Exception as error:
        log.exception("job %s broke down", uid)
        return _break_down(uid, f"Unexpected {type(error).__name__}: {error}. The worker's log says more.")
    return _finish(uid, "done", "")


@patient
def _prepare(uid: str) -> int | None:
    """How many batches it has, its prompts stored; None for one that was cancelled while it waited."""
    here = process[0]
    propose_values(here.store, uid, here.settings)
    return prepare(here.store, uid, here.settings.batch_size, here.settings.remote_batch_size)


@patient
def _write_batch(uid: str, index: int) -> bool:
    here = process[0]
    teacher = load_teacher(here.store, uid, here.settings)
    return teacher is not None and write_batch(here.store, uid, index, teacher)


@patient
def _finish(uid: str, status: str, error: str) -> str:
    with process[0].store.write() as session:
        finish_job(job_by_uid(uid, session=session).id, status, error=error, session=session)
    return status


@patient
def _break_down(uid: str, error: str) -> str:
    """End a job as failed, and its plan with it."""
    with process[0].store.write() as session:
        finish_planned(job_by_uid(uid, session=session), "failed", error=error, session=session)
    return "failed"

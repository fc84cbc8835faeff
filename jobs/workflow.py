"""The durable workflow: DBOS notes each finished step, and goes on after the last one when restarted."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from backend.domain.errors import TeachsetError
from jobs.generation import load_teacher, prepare, write_batch
from jobs.settings import Settings
from storage.engine import StorageFault, Store
from storage.jobs import active_jobs, finish_job, job_by_uid

QUEUE = "generation"
APPLICATION_VERSION = "1"
"""Of the workflow's steps: raised when a change of them would confuse a job that an older one began."""

log = logging.getLogger("teachset.worker")


@dataclass
class _Process:
    store: Store
    settings: Settings


_process: list[_Process] = []


def launch(store: Store, settings: Settings) -> None:
    """Start durable execution in this process; what a dead process left unfinished goes on at once."""
    _process[:] = [_Process(store, settings)]
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
    DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=0.2)


def dispatch(only: str | None = None) -> None:
    """Start a workflow for every queued job, and end the jobs whose workflow ended without saying so.

    Args:
        only: uid of the one job to look at.
    """
    store = _process[0].store
    with store.read() as session:
        jobs = active_jobs(session=session)
    for job in (job for job in jobs if only in (None, job.uid)):
        status = DBOS.get_workflow_status(job.uid)
        if status is None:
            with SetWorkflowID(job.uid):
                DBOS.enqueue_workflow(QUEUE, generate, job.uid)
        elif status.status not in ("ENQUEUED", "PENDING", "DELAYED"):
            problem = "" if status.status == "SUCCESS" else f"The worker gave the job up ({status.status})."
            with store.write() as session:
                finish_job(job.id, "failed" if problem else "done", error=problem, session=session)


_patient = DBOS.step(
    retries_allowed=True,
    should_retry=lambda error: isinstance(error, StorageFault),
    interval_seconds=5.0,
    backoff_rate=1.0,
    max_attempts=10_000,
)
"""A step that waits out a full disk or a locked database, and does not give a job up for it."""


@DBOS.workflow(name="generate")
def generate(uid: str) -> str:
    """Write all outputs of a job; returns how it ended: done, cancelled or failed."""
    try:
        for index in range(_prepare(uid)):
            if not _write_batch(uid, index):
                return _finish(uid, "cancelled", "")
    except TeachsetError as error:
        return _finish(uid, "failed", str(error))
    except Exception as error:
        log.exception("job %s broke down", uid)
        return _finish(uid, "failed", f"Unexpected {type(error).__name__}: {error}. The worker's log says more.")
    return _finish(uid, "done", "")


@_patient
def _prepare(uid: str) -> int:
    process = _process[0]
    return prepare(process.store, uid, process.settings.batch_size, process.settings.remote_batch_size)


@_patient
def _write_batch(uid: str, index: int) -> bool:
    process = _process[0]
    teacher = load_teacher(process.store, uid, process.settings)
    return teacher is not None and write_batch(process.store, uid, index, teacher)


@_patient
def _finish(uid: str, status: str, error: str) -> str:
    with _process[0].store.write() as session:
        finish_job(job_by_uid(uid, session=session).id, status, error=error, session=session)
    return status

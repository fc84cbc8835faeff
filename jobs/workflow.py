"""The durable workflow: DBOS notes each finished step, and goes on after the last one when restarted."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from backend.domain.errors import TeachsetError
from jobs.generation import load_teacher, prepare, write_batch
from jobs.settings import Settings
from storage.engine import Store
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
        "executor_id": settings.executor_id,
        "serializer": DBOSPortableJSONSerializer(),  # the default one unpickles what it finds in the database
        "log_level": "WARNING",
        "enable_otlp": False,
    }
    DBOS(config=config)
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=0.2)


def shut_down() -> None:
    """Stop durable execution; what was not finished goes on at the next start."""
    DBOS.destroy(workflow_completion_timeout_sec=5)
    _process.clear()


def dispatch() -> None:
    """Start a workflow for every queued job, and end the jobs whose workflow ended without saying so."""
    store = _process[0].store
    with store.read() as session:
        jobs = active_jobs(session=session)
    for job in jobs:
        status = DBOS.get_workflow_status(job.uid)
        if status is None:
            with SetWorkflowID(job.uid):
                DBOS.enqueue_workflow(QUEUE, generate, job.uid)
        elif status.status not in ("ENQUEUED", "PENDING", "DELAYED"):
            problem = "" if status.status == "SUCCESS" else f"The worker gave the job up ({status.status})."
            with store.write() as session:
                finish_job(job.id, "failed" if problem else "done", error=problem, session=session)


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


@DBOS.step()
def _prepare(uid: str) -> int:
    return prepare(_process[0].store, uid, _process[0].settings.batch_size)


@DBOS.step()
def _write_batch(uid: str, index: int) -> bool:
    process = _process[0]
    teacher = load_teacher(process.store, uid, process.settings)
    return write_batch(process.store, uid, index, teacher)


@DBOS.step()
def _finish(uid: str, status: str, error: str) -> str:
    with _process[0].store.write() as session:
        finish_job(job_by_uid(uid, session=session).id, status, error=error, session=session)
    return status

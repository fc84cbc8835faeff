"""The durable workflows of trials and tunings."""

from __future__ import annotations

import logging
from collections.abc import Callable

from dbos import DBOS

from backend.domain.errors import TeachsetError
from jobs.durable import patient, process
from jobs.trial import run_trial
from jobs.tuning_run import run_tuning
from storage.tables import TRIAL, TUNING
from storage.teacher_runs import finish_run

MOST_TRIALS, MOST_TUNINGS = 3, 50
"""Starts after which it is given up: a teacher that is too large kills its worker every time."""

log = logging.getLogger("teachset.worker")


@DBOS.workflow(name="try_teacher", max_recovery_attempts=MOST_TRIALS)
def try_teacher(uid: str) -> str:
    """Try a teacher; returns how it ended: done, cancelled or failed."""
    return _see_through(uid, _try)


@DBOS.workflow(name="tune_teacher", max_recovery_attempts=MOST_TUNINGS)
def tune_teacher(uid: str) -> str:
    """Tune a teacher; returns how it ended: done, cancelled or failed."""
    return _see_through(uid, _tune)


RUN_WORKFLOWS: dict[str, Callable[[str], str]] = {TRIAL: try_teacher, TUNING: tune_teacher}


def _see_through(uid: str, step: Callable[[str], bool]) -> str:
    try:
        return _finish_run(uid, "done" if step(uid) else "cancelled", "")
    except TeachsetError as error:
        return _finish_run(uid, "failed", str(error))
    except Exception as error:
        log.exception("run %s broke down", uid)
        return _finish_run(uid, "failed", f"Unexpected {type(error).__name__}: {error}. The worker's log says more.")


@patient
def _try(uid: str) -> bool:
    return run_trial(process[0].store, uid, process[0].settings)


@patient
def _tune(uid: str) -> bool:
    return run_tuning(process[0].store, uid, process[0].settings)


@patient
def _finish_run(uid: str, status: str, error: str) -> str:
    with process[0].store.write() as session:
        finish_run(uid, status, error=error, session=session)  # one that is done said so itself, with its result
    return status

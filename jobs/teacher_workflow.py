"""The durable workflows of trials and tunings."""

from __future__ import annotations

from collections.abc import Callable

from dbos import DBOS

from jobs.durable import carry_out, patient, process
from jobs.trial import run_trial
from jobs.tuning_run import run_tuning
from storage.tables import TRIAL, TUNING
from storage.teacher_runs import finish_run

MOST_TRIALS, MOST_TUNINGS = 3, 50
"""Starts after which it is given up: a teacher that is too large kills its worker every time."""


@DBOS.workflow(name="try_teacher", max_recovery_attempts=MOST_TRIALS)
def try_teacher(uid: str) -> str:
    """Try a teacher; returns how it ended: done, cancelled or failed."""
    return carry_out(uid, _try, _finish_run)


@DBOS.workflow(name="tune_teacher", max_recovery_attempts=MOST_TUNINGS)
def tune_teacher(uid: str) -> str:
    """Tune a teacher; returns how it ended: done, cancelled or failed."""
    return carry_out(uid, _tune, _finish_run)


RUN_WORKFLOWS: dict[str, Callable[[str], str]] = {TRIAL: try_teacher, TUNING: tune_teacher}


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

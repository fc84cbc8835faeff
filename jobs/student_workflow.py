"""The durable workflow of a student's training."""

from __future__ import annotations

from dbos import DBOS

from jobs.durable import carry_out, patient, process
from jobs.student_run import run_student
from storage import runs
from storage.tables import StudentRow

MOST_TRAININGS = 5
"""Starts after which it is given up: an encoder that is too large kills its worker every time."""


@DBOS.workflow(name="train_student", max_recovery_attempts=MOST_TRAININGS)
def train_student(uid: str) -> str:
    """Train a student; returns how it ended: done, cancelled or failed."""
    return carry_out(uid, _train, _finish_student)


@patient
def _train(uid: str) -> bool:
    return run_student(process[0].store, uid, process[0].settings)


@patient
def _finish_student(uid: str, status: str, error: str) -> str:
    with process[0].store.write() as session:
        runs.finish(StudentRow, uid, status, error=error, session=session)  # one that is done said so itself
    return status

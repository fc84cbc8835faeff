"""The durable workflow of a student's training."""

from __future__ import annotations

from dbos import DBOS

from jobs.begun import begun
from jobs.durable import carry_out, patient, process
from jobs.parser_run import run_parser
from jobs.parsers import learns_parses
from jobs.settings import Settings
from jobs.student_run import run_student
from storage import runs
from storage.engine import Store
from storage.students import student_by_uid
from storage.tables import ACTIVE_JOB, StudentRow

MOST_TRAININGS = 5
"""Starts after which it is given up: an encoder that is too large kills its worker every time."""


def run_training(store: Store, uid: str, settings: Settings) -> bool:
    """Train a student of the kind that its project has; False once it is cancelled.

    One that has ended stays as it is: its worker died, or the disk was full, after its row said so and before this was
    noted. To train it again would take away the folder that the project's student lies in.

    Raises:
        NotFound: the project is gone. InvalidValue, Unavailable: see `run_student` and `run_parser`.
    """
    with store.read() as session:
        row = student_by_uid(uid, session=session)
    if row.status not in ACTIVE_JOB:
        return row.status == "done"
    run = run_parser if learns_parses(store, row.project_id) else run_student
    with begun(settings.students_dir / uid, store, settings):
        return run(store, uid, settings)


@DBOS.workflow(name="train_student", max_recovery_attempts=MOST_TRAININGS)
def train_student(uid: str) -> str:
    """Train a student; returns how it ended: done, cancelled or failed."""
    return carry_out(uid, _train, _finish_student)


@patient
def _train(uid: str) -> bool:
    return run_training(process[0].store, uid, process[0].settings)


@patient
def _finish_student(uid: str, status: str, error: str) -> str:
    with process[0].store.write() as session:
        runs.finish(StudentRow, uid, status, error=error, session=session)  # one that is done said so itself
    return status

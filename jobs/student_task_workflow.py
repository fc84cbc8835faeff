"""The durable workflows of what the worker does with students besides training them."""

from __future__ import annotations

from collections.abc import Callable

from dbos import DBOS

from jobs.asking import run_ask
from jobs.durable import carry_out, patient, process
from jobs.student_curve_run import run_curve
from jobs.student_test_run import run_test
from storage import runs
from storage.tables import ASK, CURVE, TEST, StudentTask

MOST_ASKED, MOST_TESTS, MOST_CURVES = 3, 5, 20
"""Starts after which it is given up: a student that is too large kills its worker every time."""


@DBOS.workflow(name="ask_student", max_recovery_attempts=MOST_ASKED)
def ask_student(uid: str) -> str:
    """Ask a student for a sentence; returns how it ended: done, cancelled or failed."""
    return carry_out(uid, _ask, _finish_task)


@DBOS.workflow(name="draw_curve", max_recovery_attempts=MOST_CURVES)
def draw_curve(uid: str) -> str:
    """Draw a learning curve; returns how it ended: done, cancelled or failed."""
    return carry_out(uid, _draw_curve, _finish_task)


@DBOS.workflow(name="measure_student", max_recovery_attempts=MOST_TESTS)
def measure_student(uid: str) -> str:
    """Measure a student on an uploaded file; returns how it ended: done, cancelled or failed."""
    return carry_out(uid, _test, _finish_task)


TASK_WORKFLOWS: dict[str, Callable[[str], str]] = {ASK: ask_student, TEST: measure_student, CURVE: draw_curve}


@patient
def _ask(uid: str) -> bool:
    return run_ask(process[0].store, uid, process[0].settings.weights_dir)


@patient
def _draw_curve(uid: str) -> bool:
    return run_curve(process[0].store, uid, process[0].settings)


@patient
def _test(uid: str) -> bool:
    return run_test(process[0].store, uid, process[0].settings)


@patient
def _finish_task(uid: str, status: str, error: str) -> str:
    with process[0].store.write() as session:
        runs.finish(StudentTask, uid, status, error=error, session=session)  # one that is done said so itself
    return status

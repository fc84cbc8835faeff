"""One training of a project's student, as the worker runs it; after a crash it is begun anew, with the data of then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backend.students.card import note_figures
from backend.students.data import StudentData, student_data
from backend.students.latency import latency
from backend.students.metrics import evaluate
from backend.students.one_core import on_one_core
from backend.students.student import Prediction, load_student
from backend.students.training import Progress, Training, train
from backend.teacher.memory import release
from jobs.begun import clear_away_begun
from jobs.cancelling import cancel_watch, run_cancelled
from jobs.retraining import clear_earlier, gives_way, make_room
from jobs.settings import Settings
from jobs.student_answers import answer_columns, answered
from jobs.student_ending import begin_measuring, nothing_left, store_student
from jobs.student_folders import stored_as
from jobs.student_parts import Parts, parts_of
from jobs.students import StudentProgress, StudentResult, result_columns, student_order
from jobs.telling import Curve
from jobs.telling import teller as run_teller
from storage import runs
from storage.engine import Store
from storage.students import student_by_uid, uids_with_folder
from storage.tables import StudentRow, StudentTask

_TIMED = 100


def run_student(store: Store, uid: str, settings: Settings) -> bool:
    """Train and measure a project's student, and store where it lies; False once it is cancelled.

    One in the background also stops for whatever somebody ordered meanwhile, and is ordered again later.

    Raises:
        InvalidValue: too few accepted examples.
        Unavailable: the encoder cannot be loaded, or training broke down.
    """
    with store.write() as session:
        row = student_by_uid(uid, session=session)
        runs.start(StudentRow, row.id, "loading the encoder", session=session)
    should_stop = cancel_watch(lambda: run_cancelled(store, StudentRow, row.id) or gives_way(store, row))
    if should_stop():
        return False
    order, folder = student_order(row), settings.students_dir / uid
    parts = parts_of(store, row, order)
    learnt = tuple(parts.learnt.values())
    data = student_data(
        learnt, order.training.held_out, seed=order.training.seed, labels=parts.labels, families=parts.families
    )
    training = Training(data, order.training, parts.sources, uid, settings.device or None)
    with on_one_core(row.background), nothing_left(folder):
        if not _train(store, row, training, folder, should_stop):
            return False
        begin_measuring(store, row)
        measured = _measured(folder, data, parts, settings, should_stop)
    if measured is None:
        shutil.rmtree(folder, ignore_errors=True)
        return False
    result, said = measured
    store_student(
        store, row, stored_as(folder, settings), parts, answer_columns(parts.tested, said), result_columns(result)
    )
    clear_earlier(store, uid, settings)
    return True


def clear_away_students(store: Store, settings: Settings) -> None:
    """Remove the folders of trainings of this database that were broken off and are not gone on with, a day after
    they were written."""
    with store.read() as session:
        alive = uids_with_folder(session=session)
        alive |= {task.uid for task in runs.active(StudentTask, session=session)}
    clear_away_begun(settings.students_dir, alive, store, settings)


def teller(store: Store, row: StudentRow) -> Callable[[Progress], None]:
    """Stores how far the training is, and its curve."""
    curve = Curve(("loss", "frame_accuracy"))

    def columns(step: int, steps: int) -> dict[str, Any]:
        return asdict(StudentProgress(step, steps, *curve.last, curve.points))

    tell = run_teller(store, StudentRow, row.id, "training", curve, columns)
    return lambda now: tell(now.step, now.steps, (now.loss, now.frame_accuracy))


def _train(store: Store, row: StudentRow, training: Training, folder: Path, should_stop: Callable[[], bool]) -> bool:
    make_room(row)  # what it takes to train may not fit beside the teacher
    shutil.rmtree(folder, ignore_errors=True)  # of a worker that was killed
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        if train(training, folder, progress=teller(store, row), should_stop=should_stop):
            return True
        shutil.rmtree(folder, ignore_errors=True)
        return False
    finally:
        release()


def _measured(
    folder: Path, data: StudentData, parts: Parts, settings: Settings, should_stop: Callable[[], bool]
) -> tuple[StudentResult, list[Prediction]] | None:
    tested = parts.tested
    counts = (len(data.teaching), len(data.measuring), len(tested))
    if not tested:
        return StudentResult(*counts, figures=None, shares_seeds=False, latency=None), []
    student = load_student(folder, device=settings.device or None)
    said = answered(student, tested, should_stop)
    if said is None:
        return None
    figures = evaluate(tested, said)
    note_figures(folder, "examples that were put aside", figures)
    taken = latency(student, [utterance.text for utterance in tested[:_TIMED]], count=_TIMED)
    return StudentResult(*counts, figures=figures, shares_seeds=parts.shares_seeds, latency=taken), said

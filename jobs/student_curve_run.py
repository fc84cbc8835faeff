"""One learning curve, as the worker draws it; begun again after a crash, it goes on after its last point."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from backend.domain.errors import InvalidValue
from backend.students.data import student_data
from backend.students.metrics import overall
from backend.students.shares import growing
from backend.students.student import load_student
from backend.students.training import Progress, Training, train
from backend.teacher.memory import release
from jobs.begun import begun
from jobs.cancelling import cancel_watch, run_cancelled
from jobs.keeping import drop_teacher
from jobs.settings import Settings
from jobs.student_answers import answered
from jobs.student_curve import CurveOrder, CurveProgress, Point, curve_order, curve_progress, order_columns
from jobs.student_curve import progress_columns as columns
from jobs.student_data import Material, accepted_material, hash_of
from jobs.student_parts import put_aside
from jobs.students import StudentOrder
from storage import runs
from storage.engine import Store
from storage.student_tasks import set_spec, task_by_uid
from storage.tables import StudentTask

TELL_SECONDS = 1.0


def run_curve(store: Store, uid: str, settings: Settings) -> bool:
    """Train on growing shares of the same examples, measure each on the same others; False once it is cancelled.

    Raises:
        InvalidValue: too few accepted examples.
        Unavailable: the encoder cannot be loaded, or training broke down.
    """
    with store.write() as session:
        task = task_by_uid(uid, session=session)
        runs.start(StudentTask, task.id, "loading the encoder", session=session)
    should_stop = cancel_watch(lambda: run_cancelled(store, StudentTask, task.id))
    if should_stop():
        return False
    order, material, points = _begun(store, task)
    parts = growing(material.learnt, order.shares, seed=order.training.seed)
    told = CurveProgress(points, len(parts))
    _tell(store, task, told)
    drop_teacher()  # what it takes to train may not fit beside it
    for part in parts[len(points) :]:
        with begun(settings.students_dir / uid, store, settings):
            point = _point(material, part, order, settings, uid, _teller(store, task, told), should_stop)
        if point is None:
            return False
        told = replace(told, points=(*told.points, point), step=0, steps=0)
        _tell(store, task, told)
    with store.write() as session:
        runs.finish(StudentTask, uid, "done", session=session)
    return True


class _Material:
    """What a curve learns from and is measured on."""

    def __init__(self, accepted: Material, learnt: Sequence[int], tested: Sequence[int]) -> None:
        place = {id_: at for at, id_ in enumerate(accepted.ids)}
        self.learnt = [accepted.utterances[place[id_]] for id_ in learnt]
        self.families = [accepted.families[place[id_]] for id_ in learnt]
        self.tested = [accepted.utterances[place[id_]] for id_ in tested]
        self.labels = accepted.labels
        self.digest = hash_of([*self.learnt, *self.tested])


def _begun(store: Store, task: StudentTask) -> tuple[CurveOrder, _Material, tuple[Point, ...]]:
    """The order with what it is about, and the points that are drawn already.

    What was accepted since it was begun is left out; once any of its examples was changed, it is begun anew.
    """
    order = curve_order(task)
    accepted = accepted_material(store, task.project_id)
    if order.digest and {*accepted.ids} >= {*order.learnt, *order.tested}:
        material = _Material(accepted, order.learnt, order.tested)
        if material.digest == order.digest:
            return order, material, curve_progress(task).points
    parts, shares_seeds = put_aside(accepted, StudentOrder(order.training, order.test))
    if not parts.test:
        raise InvalidValue(
            "too few accepted examples to put any aside",
            value=len(accepted.ids),
            remedy="An intent needs five: accept more.",
        )
    learnt, tested = (tuple(accepted.ids[at] for at in side) for side in (parts.train, parts.test))
    material = _Material(accepted, learnt, tested)
    order = replace(order, learnt=learnt, tested=tested, digest=material.digest, shares_seeds=shares_seeds)
    with store.write() as session:
        set_spec(task.id, order_columns(order), session=session)
    return order, material, ()


def _point(
    material: _Material,
    part: Sequence[int],
    order: CurveOrder,
    settings: Settings,
    uid: str,
    progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> Point | None:
    """Train one student on a part of what teaches, measure it, and throw it away; None once it should stop."""
    folder: Path = settings.students_dir / uid
    began = time.monotonic()
    how, taught = order.training, [material.learnt[at] for at in part]
    families = [material.families[at] for at in part]
    data = student_data(taught, how.held_out, seed=how.seed, labels=material.labels, families=families)
    training = Training(data, order.training, {}, uid, settings.device or None)
    shutil.rmtree(folder, ignore_errors=True)  # of a worker that was killed
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        if not train(training, folder, progress=progress, should_stop=should_stop):
            return None
        said = answered(load_student(folder, device=settings.device or None), material.tested, should_stop)
        if said is None:
            return None
        return Point(len(taught), overall(material.tested, said), round(time.monotonic() - began, 1))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        release()


def _teller(store: Store, task: StudentTask, so_far: CurveProgress) -> Callable[[Progress], None]:
    told = 0.0

    def tell(now: Progress) -> None:
        nonlocal told
        if time.monotonic() - told >= TELL_SECONDS:
            told = time.monotonic()
            _tell(store, task, replace(so_far, step=now.step, steps=now.steps))

    return tell


def _tell(store: Store, task: StudentTask, progress: CurveProgress) -> None:
    with store.write() as session:
        runs.start(StudentTask, task.id, "training", session=session)
        runs.set_progress(StudentTask, task.id, columns(progress), session=session)

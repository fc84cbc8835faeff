"""One tuning, as the worker runs it; begun again after a crash, it goes on from its last checkpoint."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backend.methods import method as method_of
from backend.teacher.memory import release
from backend.teacher.tuning.data import split
from backend.teacher.tuning.resuming import is_bare
from backend.teacher.tuning.run import Tuning, tune
from backend.teacher.tuning.watch import Progress
from jobs.cancelling import cancel_watch, run_cancelled
from jobs.keeping import drop_teacher
from jobs.settings import Settings
from jobs.telling import Curve, teller
from jobs.tuning import TuningOrder, TuningProgress, progress_columns, tuning_order, tuning_progress
from jobs.tuning_data import clear_away, laid_down
from storage.engine import Store
from storage.tables import TeacherRun
from storage.teacher_runs import finish_run, run_by_uid, start_run


def run_tuning(store: Store, uid: str, settings: Settings) -> bool:
    """Tune, and store the folder of the teacher that came out; False once it is cancelled.

    Raises:
        NotFound: its data is gone. Conflict: the folder holds something else.
        Unavailable: the base cannot be loaded, or training broke down.
    """
    with store.write() as session:
        run = run_by_uid(uid, session=session)
        start_run(run.id, "loading the teacher", session=session)
    order = tuning_order(run)
    should_stop = cancel_watch(lambda: run_cancelled(store, TeacherRun, run.id))
    if should_stop():
        return False
    folder = settings.tuned_dir / order.name
    # Where a worker was killed after the card was written there is nothing left to do, which `tune` sees: the folder
    # may as well be that of another tuning, which took the name while this one was cancelled.
    if not _tune(store, run, order, folder, settings, should_stop):
        return False
    with store.write() as session:
        finish_run(uid, "done", result={"folder": str(folder)}, session=session)
    clear_away(order.data_uid, settings)
    return True


def _tune(
    store: Store,
    run: TeacherRun,
    order: TuningOrder,
    folder: Path,
    settings: Settings,
    should_stop: Callable[[], bool],
) -> bool:
    drop_teacher()  # what it takes to tune may not fit beside it
    corpus = laid_down(order.data_uid, settings)
    tuning = Tuning(
        base=order.base,
        cache=settings.weights_dir,
        methods=tuple(method_of(name) for name in order.methods),
        data=split(corpus.utterances, order.excluded, order.settings.held_out, corpus.keys),
        settings=order.settings,
        sources=dict(order.sources or {}),
        licence=order.licence,
        device=settings.device or None,
    )
    folder.parent.mkdir(parents=True, exist_ok=True)
    if is_bare(
        folder
    ):  # of this tuning, or of one that failed before it learnt anything: no other of the name is active
        shutil.rmtree(folder)
    try:
        return tune(tuning, folder, progress=_teller(store, run), should_stop=should_stop)
    finally:
        release()


def _teller(store: Store, run: TeacherRun) -> Callable[[Progress], None]:
    """Stores how far the tuning is, and its curve, which goes on from what it was before a crash."""
    known = tuning_progress(run)
    curve = Curve(("loss", "held_out_loss"), known.curve, (known.loss, known.held_out_loss))

    def columns(step: int, steps: int) -> dict[str, Any]:
        return progress_columns(TuningProgress(step, steps, *curve.last, curve.points))

    tell = teller(store, TeacherRun, run.id, "tuning", curve, columns)
    return lambda now: tell(now.step, now.steps, (now.loss, now.held_out_loss))

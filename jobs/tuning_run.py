"""One tuning, as the worker runs it; begun again after a crash, it goes on from its last checkpoint."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path

from backend.methods import method as method_of
from backend.teacher.adapter import tuned_card
from backend.teacher.memory import release
from backend.teacher.tuning.data import split
from backend.teacher.tuning.run import Tuning, tune
from backend.teacher.tuning.watch import Progress
from jobs.cancelling import cancel_watch
from jobs.keeping import drop_teacher
from jobs.settings import Settings
from jobs.tuning import TuningOrder, TuningProgress, progress_columns, tuning_order, tuning_progress
from jobs.tuning_data import clear_away, laid_down
from storage.engine import Store
from storage.tables import TeacherRun
from storage.teacher_runs import finish_run, run_by_uid, run_cancelled, set_progress, start_run

TELL_SECONDS = 1.0


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
    should_stop = cancel_watch(lambda: _cancelled(store, run.id))
    if should_stop():
        return False
    folder = settings.tuned_dir / order.name
    # A worker that was killed after the card was written, and before this said so, has nothing left to do.
    if not tuned_card(folder) and not _tune(store, run, order, folder, settings, should_stop):
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
    try:
        return tune(tuning, folder, progress=_teller(store, run), should_stop=should_stop)
    finally:
        release()


def _teller(store: Store, run: TeacherRun) -> Callable[[Progress], None]:
    """Stores how far the tuning is: at once when a loss was measured, otherwise every TELL_SECONDS."""
    known = tuning_progress(run)
    points = {int(point["step"]): dict(point) for point in known.curve}
    last: tuple[float | None, float | None] = (known.loss, known.held_out_loss)
    told = 0.0

    def tell(now: Progress) -> None:
        nonlocal last, told
        losses = (_measured(now.loss), _measured(now.held_out_loss))
        if losses == last and time.monotonic() - told < TELL_SECONDS and now.step < now.steps:
            return
        for name, value, before in zip(("loss", "held_out_loss"), losses, last, strict=True):
            if value is not None and value != before:
                points.setdefault(now.step, {"step": now.step})[name] = value
        first = told == 0.0
        last, told = losses, time.monotonic()
        curve = tuple(points[step] for step in sorted(points))
        with store.write() as session:
            if first:
                start_run(run.id, "tuning", session=session)
            set_progress(run.id, progress_columns(TuningProgress(now.step, now.steps, *losses, curve)), session=session)

    return tell


def _measured(loss: float) -> float | None:
    return None if math.isnan(loss) else round(loss, 4)


def _cancelled(store: Store, run_id: int) -> bool:
    with store.read() as session:
        return run_cancelled(run_id, session=session)

"""One training of a project's student of parses, as the worker runs it; after a crash it goes on from its checkpoint.

It goes on only where the accepted examples are still the same; otherwise it is begun anew, with the data of then.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

from backend.domain.errors import Conflict
from backend.students.parsing.card import is_parser, note_figures, read_card
from backend.students.parsing.data import ParserData, parser_data
from backend.students.parsing.metrics import evaluate_parses
from backend.students.parsing.parser import ParsePrediction, load_parser
from backend.students.parsing.training import ParserProgress, ParserTraining, clear_up, train_parser
from backend.students.training import Progress
from backend.teacher.memory import release
from jobs.cancelling import cancel_watch, run_cancelled
from jobs.keeping import drop_teacher
from jobs.parsers import ParserResult, parser_order, result_columns
from jobs.settings import Settings
from jobs.student_answers import parse_answer_columns
from jobs.student_ending import begin_measuring, nothing_left, store_student
from jobs.student_folders import stored_as
from jobs.student_parts import Parts, parts_of
from jobs.student_run import teller
from storage import runs
from storage.engine import Store
from storage.parse_schemas import load_parses
from storage.students import student_by_uid
from storage.tables import StudentRow


def run_parser(store: Store, uid: str, settings: Settings) -> bool:
    """Train and measure a project's student of parses, and store where it lies; False once it is cancelled.

    Raises:
        InvalidValue: too few accepted parses, or one that the project's schema no longer has.
        Unavailable: the base cannot be loaded, or training broke down.
    """
    with store.write() as session:
        row = student_by_uid(uid, session=session)
        runs.start(StudentRow, row.id, "loading the model", session=session)
        schema = load_parses(row.project_id, session=session)
    should_stop = cancel_watch(lambda: run_cancelled(store, StudentRow, row.id))
    if schema is None or should_stop():
        return False
    order, folder = parser_order(row), settings.students_dir / uid
    parts = parts_of(store, row, order)
    learnt = tuple(parts.learnt.values())
    data = parser_data(learnt, schema, order.training.held_out, seed=order.training.seed, families=parts.families)
    training = ParserTraining(data, settings.weights_dir, order.training, parts.sources, uid, settings.device or None)
    with nothing_left(folder):
        if not _train(store, row, training, folder, should_stop):
            return False
        begin_measuring(store, row)
        measured = _measured(folder, data, parts, settings, should_stop)
    if measured is None:
        shutil.rmtree(folder, ignore_errors=True)
        return False
    result, said = measured
    store_student(
        store, row, stored_as(folder, settings), parts, parse_answer_columns(parts.tested, said), result_columns(result)
    )
    return True


def _train(
    store: Store, row: StudentRow, training: ParserTraining, folder: Path, should_stop: Callable[[], bool]
) -> bool:
    if is_parser(folder) and read_card(folder).told["data"]["sha256"] == training.data.sha256:
        clear_up(folder)
        return True  # it was killed while it was measured
    drop_teacher()  # what it takes to train may not fit beside it
    tell = teller(store, row)

    def told(now: ParserProgress) -> None:
        tell(Progress(now.step, now.steps, now.loss, now.exact_match))

    try:
        try:
            done = train_parser(training, folder, progress=told, should_stop=should_stop)
        except Conflict:  # examples were accepted or changed since it was killed
            shutil.rmtree(folder, ignore_errors=True)
            done = train_parser(training, folder, progress=told, should_stop=should_stop)
        if not done:
            shutil.rmtree(folder, ignore_errors=True)
        return done
    finally:
        release()


def _measured(
    folder: Path, data: ParserData, parts: Parts, settings: Settings, should_stop: Callable[[], bool]
) -> tuple[ParserResult, list[ParsePrediction]] | None:
    tested = parts.tested
    counts = (len(data.teaching), len(data.measuring), len(tested))
    if not tested:
        return ParserResult(*counts, figures=None, shares_seeds=False, milliseconds=None), []
    try:
        student = load_parser(folder, cache=settings.weights_dir, device=settings.device or None)
        begun = perf_counter()
        said = student.predict([one.text for one in tested], should_stop=should_stop)
        taken = (perf_counter() - begun) * 1000
    finally:
        release()
    if len(said) < len(tested):
        return None
    figures = evaluate_parses(tested, said)
    note_figures(folder, "examples that were put aside", asdict(figures))
    each = taken / len(tested)
    return ParserResult(*counts, figures=figures, shares_seeds=parts.shares_seeds, milliseconds=each), said

"""One test of a student on an uploaded file, as the worker runs it; after a crash it is begun anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backend.datasets.annotated import read_annotated
from backend.domain.utterance import Utterance
from backend.students.metrics import evaluate, overall
from backend.students.student import Prediction, Student, load_student
from backend.teacher.memory import release
from jobs.begun import clear_away_begun, forget_begun
from jobs.cancelling import cancel_watch, run_cancelled
from jobs.settings import Settings
from jobs.student_answers import answer_columns, answered
from jobs.student_folders import folder_of
from jobs.student_tests import MeasuredTest, laid_down_test, learnt_overlap, result_columns
from storage import runs
from storage.engine import Store
from storage.student_answers import save_answers
from storage.student_tasks import task_by_uid
from storage.tables import StudentRow, StudentTask


def run_test(store: Store, uid: str, settings: Settings) -> bool:
    """Have a student answer all utterances of a file, and keep figures and answers; False once it is cancelled.

    Raises:
        NotFound: the file, or the student's folder, is gone. InvalidValue, Unavailable: a damaged student.
    """
    with store.write() as session:
        task = task_by_uid(uid, session=session)
        runs.start(StudentTask, task.id, "loading the student", session=session)
        student = session.get(StudentRow, task.student_id)
    should_stop = cancel_watch(lambda: run_cancelled(store, StudentTask, task.id))
    if student is None or should_stop():
        return False
    file = laid_down_test(uid, settings)
    asked = read_annotated(file).utterances
    try:
        said = _said(store, task, _opened(student, settings), asked, should_stop)
    finally:
        release()
    if said is None:
        return False
    shared = learnt_overlap(store, student, asked)
    seen = {*shared.exact, *shared.delexicalised} if shared else set()
    rest = [at for at in range(len(asked)) if at not in seen]
    unseen = overall([asked[at] for at in rest], [said[at] for at in rest]) if rest and seen else None
    result = MeasuredTest(evaluate(asked, said), unseen)
    with store.write() as session:
        save_answers(student.id, task.id, answer_columns(asked, said), session=session)
        runs.finish(StudentTask, uid, "done", result=result_columns(result), session=session)
    file.unlink(missing_ok=True)
    forget_begun(file, settings)
    return True


def clear_away_tests(store: Store, settings: Settings) -> None:
    """Remove files of this database's tests that ended, or were never queued, a day after they were written."""
    with store.read() as session:
        active = {task.uid for task in runs.active(StudentTask, session=session)}
    clear_away_begun(settings.tests_dir, active, store, settings)


def _opened(student: StudentRow, settings: Settings) -> Student:
    return load_student(folder_of(student, settings), device=settings.device or None)


def _said(
    store: Store, task: StudentTask, student: Student, asked: Sequence[Utterance], should_stop: Callable[[], bool]
) -> list[Prediction] | None:
    def told(done: int) -> None:
        with store.write() as session:
            runs.start(StudentTask, task.id, "measuring", session=session)
            runs.set_progress(StudentTask, task.id, {"done": done}, session=session)

    return answered(student, asked, should_stop, told)

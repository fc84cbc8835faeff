"""One sentence for a project's student: ordered by a page, answered by the worker, whatever else it is at."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.domain.errors import Conflict, InvalidValue
from jobs.asking import answer_of, asked_text, order_ask, run_ask
from jobs.students import StudentOrder, order_student
from storage import runs
from storage.engine import Store
from storage.examples import add_examples
from storage.student_tasks import task_by_uid
from storage.students import create_student, student_by_uid
from storage.tables import Project, StudentRow, StudentTask
from tests.backend.students.conftest import settings, trips
from tests.jobs.test_worker import start_worker
from tests.waiting import wait_until


def trained(store: Store, project: Project, folder: Path) -> None:
    with store.write() as session:
        row, _new = create_student(project.id, {}, session=session)
        runs.finish(StudentRow, row.uid, "done", folder=str(folder), session=session)


def look(store: Store, uid: str) -> StudentTask:
    with store.read() as session:
        return task_by_uid(uid, session=session)


def test_a_sentence_gets_intent_runners_up_slots_and_how_long_it_took(
    store: Store, project: Project, student_folder: Path
) -> None:
    trained(store, project, student_folder)
    task = order_ask(store, project.id, "bring me to rome on monday")
    assert asked_text(task) == "bring me to rome on monday"
    assert answer_of(task) is None
    assert run_ask(store, task.uid)
    done = look(store, task.uid)
    answer = answer_of(done)
    assert done.status == "done"
    assert answer is not None
    assert (answer.intent, answer.spans) == ("book_trip", ((12, 16, "city"), (20, 26, "day")))
    ((other, share),) = answer.runners_up
    assert other == "cancel_trip"
    assert share + answer.confidence == pytest.approx(1.0)
    assert answer.milliseconds > 0


def test_nobody_is_asked_before_a_student_is_there_nor_what_is_no_utterance(store: Store, project: Project) -> None:
    with pytest.raises(Conflict, match="no student is there to ask"):
        order_ask(store, project.id, "hello")
    with pytest.raises(InvalidValue, match="empty utterance"):
        order_ask(store, project.id, "  ")


def test_a_sentence_is_answered_while_a_training_is_at_work_and_a_damaged_student_says_so(
    store: Store, project: Project, student_folder: Path, tiny_encoder: Path, tmp_path: Path
) -> None:
    with store.write() as session:
        add_examples(project.id, trips(), origin="imported", status="accepted", provenance={}, session=session)
    trained(store, project, student_folder)
    task = order_ask(store, project.id, "call off trip 3")
    long = settings(tiny_encoder, passes=1000, evaluations=1000, patience=1000)
    training, _new = order_student(store, project.id, StudentOrder(long))
    worker = start_worker()
    wait_until(lambda: answer_of(look(store, task.uid)) is not None)
    with store.read() as session:
        assert student_by_uid(training.uid, session=session).status in ("queued", "running")
    with store.write() as session:
        runs.cancel(student_by_uid(training.uid, session=session), session=session)
    wait_until(lambda: runs_ended(store, training.uid))
    trained(store, project, tmp_path)
    lost = order_ask(store, project.id, "call off trip 3")
    wait_until(lambda: look(store, lost.uid).status == "failed")
    worker.kill()
    worker.wait()
    assert "no student in folder" in look(store, lost.uid).error


def runs_ended(store: Store, uid: str) -> bool:
    with store.read() as session:
        return student_by_uid(uid, session=session).status == "cancelled"

"""The training of a student as the worker runs it: killed, refused, ended before, and what its student says then."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.settings import Settings
from jobs.student_run import run_student
from jobs.student_workflow import run_training
from jobs.students import (
    StudentOrder,
    order_student,
    student_progress,
    student_result,
)
from storage import runs
from storage.engine import Store
from storage.tables import Insight, Project, StudentRow
from tests.backend.students.conftest import settings
from tests.conftest import pending
from tests.jobs.students import look
from tests.jobs.test_worker import start_worker
from tests.waiting import wait_until

pytestmark = pytest.mark.long


@pytest.mark.parametrize(("status", "seen_through"), [("done", True), ("failed", False)])
def test_one_that_has_ended_is_not_begun_anew_by_a_worker_that_did_not_note_it(
    store: Store, rich: Project, tmp_path: Path, status: str, seen_through: bool
) -> None:
    row, _ = order_student(store, rich.id, StudentOrder(settings(tmp_path / "nowhere")))
    card = Settings().students_dir / row.uid / "teachset.json"
    card.parent.mkdir(parents=True)
    card.write_text("{}")
    with store.write() as session:
        runs.finish(StudentRow, row.uid, status, folder=str(card.parent), session=session)
    assert run_training(store, row.uid, Settings()) is seen_through
    assert card.read_text() == "{}"


def test_the_worker_notes_what_the_student_says_of_candidates(
    store: Store, rich: Project, tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACHSET_ENCODER", str(tiny_encoder))
    row, _ = order_student(store, rich.id, StudentOrder(settings(tiny_encoder)))
    assert run_student(store, row.uid, Settings())
    (candidate,) = pending(store, rich, "bring me to rome on friday please")

    def noted() -> Insight | None:
        with store.read() as session:
            return session.get(Insight, candidate.id)

    worker = start_worker()
    wait_until(lambda: (found := noted()) is not None and found.prediction is not None)
    worker.kill()
    worker.wait()
    found = noted()
    assert found is not None
    assert found.prediction is not None
    assert (found.prediction["student"], found.prediction["intent"]) == (row.uid, "book_trip")
    assert [12, 16, "city"] in found.prediction["spans"]


def test_a_training_whose_worker_is_killed_is_begun_anew_and_ends_as_a_student(
    store: Store, rich: Project, tiny_encoder: Path
) -> None:
    how = settings(tiny_encoder, passes=100, evaluations=50, patience=1000)
    row, _ = order_student(store, rich.id, StudentOrder(how))
    worker = start_worker()
    wait_until(lambda: student_progress(look(store, row.uid)).step > 0)
    worker.kill()
    worker.wait()
    assert look(store, row.uid).status == "running"
    worker = start_worker()
    wait_until(lambda: look(store, row.uid).status == "done")
    worker.kill()
    worker.wait()
    assert student_result(look(store, row.uid)) is not None


def test_a_training_whose_encoder_is_gone_fails_with_the_reason(store: Store, rich: Project, tmp_path: Path) -> None:
    row, _ = order_student(store, rich.id, StudentOrder(settings(tmp_path / "nowhere")))
    worker = start_worker()
    wait_until(lambda: look(store, row.uid).status == "failed")
    worker.kill()
    worker.wait()
    assert "nowhere" in look(store, row.uid).error

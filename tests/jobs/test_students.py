"""A project's student as a job: its data, its progress, a stop, its figures, and who predicts with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.students.card import read_card
from backend.students.prints import Learnt, Print, prints_of
from jobs.project_student import project_student
from jobs.settings import Settings
from jobs.student_answers import gold_of
from jobs.student_comparing import compare_students, order_seeds_alone
from jobs.student_data import accepted_material
from jobs.student_folders import folder_of
from jobs.student_run import run_student
from jobs.students import (
    StudentOrder,
    StudentResult,
    cancel_student,
    order_student,
    student_order,
    student_progress,
    student_result,
)
from storage import runs
from storage.engine import Store
from storage.examples import add_examples
from storage.student_answers import answers_of, learnt_by
from storage.tables import Project, StudentRow
from tests.backend.students.conftest import settings, trips
from tests.jobs.students import look, without_training
from tests.writing import while_another_writes

pytestmark = pytest.mark.long


def test_a_student_is_trained_measured_and_predicts(store: Store, rich: Project, tiny_encoder: Path) -> None:
    order = StudentOrder(settings(tiny_encoder))
    row, new = order_student(store, rich.id, order)
    assert new
    assert student_order(row) == order
    assert project_student(store, rich.id) is None
    assert run_student(store, row.uid, Settings())
    done = look(store, row.uid)
    progress, result = student_progress(done), student_result(done)
    assert done.status == "done"
    assert progress.steps >= progress.step > 0
    assert any("frame_accuracy" in point for point in progress.curve)
    assert result is not None
    assert result.figures is not None
    assert result.latency is not None
    assert result.teaching + result.measuring + result.testing == 50
    assert result.testing == result.figures.overall.utterances >= 5
    assert not result.shares_seeds
    assert read_card(folder_of(done))["uid"] == row.uid
    with store.read() as session:
        answers = answers_of(done.id, None, session=session)
        learnt = learnt_by(done.id, session=session)
    assert len(answers) == result.testing
    assert sum(one.right for one in answers) / len(answers) == result.figures.overall.frame_accuracy.value
    assert learnt is not None
    assert len(learnt) == result.teaching + result.measuring
    known = Learnt.of(Print(text, pattern) for _id, text, pattern in learnt)
    assert known.overlap([gold_of(one) for one in answers]).exact == ()
    said = project_student(store, rich.id)
    assert said is not None
    assert said == project_student(store, rich.id)
    assert said.uid == row.uid
    assert said.knows["book_trip"] == {"city", "day"}
    ((intent, confidence, spans),) = said.predict(["bring me to rome on monday"])
    assert (intent, spans) == ("book_trip", ((12, 16, "city"), (20, 26, "day")))
    assert 0 < confidence <= 1


def test_one_of_the_seeds_alone_is_measured_on_the_same_and_predicts_for_nobody(
    store: Store, project: Project, tiny_encoder: Path
) -> None:
    with store.write() as session:
        add_examples(project.id, trips()[::3], origin="seed", status="accepted", provenance={}, session=session)
        add_examples(project.id, trips(), origin="imported", status="accepted", provenance={}, session=session)
    row, _ = order_student(
        store, project.id, StudentOrder(replace(settings(tiny_encoder, passes=1, evaluations=2), least_steps=10))
    )
    assert run_student(store, row.uid, Settings())
    alone = order_seeds_alone(store, row.uid)
    assert run_student(store, alone.uid, Settings())
    whole, part = student_result(look(store, row.uid)), student_result(look(store, alone.uid))
    assert whole is not None
    assert part is not None
    assert part.testing == whole.testing
    assert 0 < part.teaching + part.measuring < 18
    found = compare_students(store, row.uid, alone.uid)
    assert found.measured == found.ours_aside == found.theirs_aside == whole.testing
    said = project_student(store, project.id)
    assert said is not None
    assert said.uid == row.uid


def test_one_that_is_cancelled_leaves_nothing(
    store: Store, rich: Project, tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = order_student(store, rich.id, StudentOrder(settings(tiny_encoder)))
    monkeypatch.setattr("jobs.telling.TELL_SECONDS", 0.0)
    monkeypatch.setattr("jobs.cancelling.LOOK_SECONDS", 0.0)
    monkeypatch.setattr("jobs.student_run.run_cancelled", lambda *_: student_progress(look(store, row.uid)).step >= 3)
    assert not run_student(store, row.uid, Settings())
    assert list(Settings().students_dir.iterdir()) == []
    assert project_student(store, rich.id) is None


def test_one_that_waits_is_cancelled_at_once(store: Store, rich: Project, tiny_encoder: Path) -> None:
    row, _ = order_student(store, rich.id, StudentOrder(settings(tiny_encoder)))
    assert order_student(store, rich.id)[1] is False
    cancel_student(store, row.uid)
    assert look(store, row.uid).status == "cancelled"


def test_others_can_write_while_it_is_told_apart_what_was_learnt(
    store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = order_student(store, rich.id, StudentOrder(test=0.0))
    none = StudentResult(50, 0, 0, figures=None, shares_seeds=False, latency=None)
    monkeypatch.setattr("jobs.student_run._train", lambda *_: True)
    monkeypatch.setattr("jobs.student_run._measured", lambda *_: (none, []))
    monkeypatch.setattr("jobs.student_ending.prints_of", while_another_writes(store, prints_of))
    assert run_student(store, row.uid, Settings())
    with store.read() as session:
        assert len(learnt_by(row.id, session=session) or ()) == 50


def test_one_intent_is_too_little_and_says_so(store: Store, project: Project) -> None:
    with pytest.raises(InvalidValue, match="accepted examples of 1 intents 'book_trip'"):
        order_student(store, project.id)
    with pytest.raises(InvalidValue, match="measure on"):
        StudentOrder(test=1.5)


def test_a_student_whose_folder_is_gone_predicts_for_nobody(store: Store, rich: Project, tmp_path: Path) -> None:
    row, _ = order_student(store, rich.id)
    with store.write() as session:
        runs.finish(StudentRow, row.uid, "done", folder=str(tmp_path / "gone"), session=session)
    assert project_student(store, rich.id) is None


def test_it_is_cancelled_also_while_it_is_measured(
    store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_training(monkeypatch)
    row, _ = order_student(store, rich.id)
    monkeypatch.setattr("jobs.cancelling.LOOK_SECONDS", 0.0)
    monkeypatch.setattr("jobs.student_run.run_cancelled", lambda *_: look(store, row.uid).phase == "measuring")
    assert not run_student(store, row.uid, Settings())
    assert not (Settings().students_dir / row.uid).exists()


def test_one_that_breaks_down_leaves_no_folder(store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    without_training(monkeypatch)
    row, _ = order_student(store, rich.id)

    def broken(*_: object) -> None:
        raise Unavailable("a disk that is full")

    monkeypatch.setattr("jobs.student_run._measured", broken)
    with pytest.raises(Unavailable):
        run_student(store, row.uid, Settings())
    assert not (Settings().students_dir / row.uid).exists()


def test_an_intents_slots_are_those_of_the_schema(store: Store, rich: Project) -> None:
    labels = accepted_material(store, rich.id).labels
    assert labels.holds[labels.intents.index("cancel_trip")] == ("day",)

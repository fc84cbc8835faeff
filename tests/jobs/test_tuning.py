"""Tuning as a job: its data laid down, its progress, a stop and going on."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from backend.domain.corpus import Corpus
from backend.domain.errors import Conflict, InvalidValue, Unavailable
from backend.teacher.adapter import CARD
from jobs.generating import choose_teacher, style_for
from jobs.settings import Settings
from jobs.teachers import tuned_teachers
from jobs.trying import cancel_teacher_run
from jobs.tuning import go_on, order_tuning, tuned_name, tuning_order, tuning_progress, tuning_settings
from jobs.tuning_data import accepted_data, counts, data_file, laid_down
from jobs.tuning_run import run_tuning
from storage.engine import Store
from storage.projects import delete_project, project_by_id
from storage.tables import Project, TeacherRun
from storage.teacher_runs import finish_run, run_by_uid
from tests.jobs.tunings import learnable, order

pytestmark = pytest.mark.long


@pytest.fixture
def rich(store: Store, project: Project) -> Project:
    """The project with enough accepted examples to learn from and to measure with."""
    learnable(store, project)
    return project


def look(store: Store, uid: str) -> TeacherRun:
    with store.read() as session:
        return run_by_uid(uid, session=session)


def test_an_order_lays_the_data_down_before_it_is_queued(
    store: Store,
    rich: Project,
    decoder_folder: Path,
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    run, new = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    assert new
    assert (run.status, run.teacher, run.target) == ("queued", str(decoder_folder), "mine")
    assert laid_down(run.uid, Settings()) == Corpus(data.utterances)


def test_a_tuning_stopped_in_the_middle_goes_on_and_ends_as_a_teacher_to_choose(
    store: Store,
    rich: Project,
    decoder_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    run, _ = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    with monkeypatch.context() as patched:
        stop_at(3, patched, run.uid, store)
        assert not run_tuning(store, run.uid, Settings())
    stopped = tuning_progress(look(store, run.uid))
    assert 3 <= stopped.step < stopped.steps
    assert tuned_teachers(Settings()) == ()
    with store.write() as session:
        row = run_by_uid(run.uid, session=session)
        row.status, row.cancel_requested = "cancelled", False
        session.add(row)
    again, new = go_on(store, run.uid, Settings())
    assert new
    assert again.uid != run.uid
    assert run_tuning(store, again.uid, Settings())
    ended = look(store, again.uid)
    progress = tuning_progress(ended)
    assert (ended.status, progress.step) == ("done", progress.steps)
    assert [point["step"] for point in progress.curve] == sorted({point["step"] for point in progress.curve})
    assert any("held_out_loss" in point for point in progress.curve)
    (made,) = tuned_teachers(Settings())
    assert made.label == "mine"
    assert (made.style, style_for(made.name, "linguist"), style_for(made.name, "other")) == (
        "tuned", "tuned", "instruct",
    )  # fmt: skip
    assert made.tuned is not None
    assert made.tuned.held_out_loss is not None
    assert made.tuned.held_out_loss_over == "target tokens"
    assert made.tuned.teaching == counts(data, (), 0.3).teaching
    assert not data_file(run.uid, Settings()).exists()
    choose_teacher(store, rich.id, ended.result["folder"])
    with store.read() as session:
        assert project_by_id(rich.id, session=session).teacher == made.name


def test_an_order_of_the_time_when_a_tuning_was_for_one_method_is_still_read(rich: Project) -> None:
    spec = {**asdict(order("base")), "method": "linguist"}
    del spec["methods"]
    assert tuning_order(TeacherRun(project_id=rich.id, uid="1", spec=spec)) == order("base")


def stop_at(step: int, monkeypatch: pytest.MonkeyPatch, uid: str, store: Store) -> None:
    """The person cancels once that step is stored."""

    def asked(*_of: object) -> bool:
        return tuning_progress(look(store, uid)).step >= step

    monkeypatch.setattr("jobs.telling.TELL_SECONDS", 0.0)
    monkeypatch.setattr("jobs.cancelling.LOOK_SECONDS", 0.0)
    monkeypatch.setattr("jobs.tuning_run.run_cancelled", asked)


def test_a_tuning_whose_worker_was_killed_after_the_card_was_written_has_nothing_left_to_do(
    store: Store,
    rich: Project,
    decoder_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    run, _ = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    with monkeypatch.context() as patched:
        patched.setattr("jobs.tuning_run.finish_run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run_tuning(store, run.uid, Settings())
    assert tuned_teachers(Settings()) != ()
    before = tuning_progress(look(store, run.uid))
    with monkeypatch.context() as patched:
        patched.setattr("backend.teacher.tuning.run.open_base", interrupted)  # nothing is loaded any more
        assert run_tuning(store, run.uid, Settings())
    ended = look(store, run.uid)
    assert (ended.status, tuning_progress(ended)) == ("done", before)


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_tuning_that_goes_on_takes_no_other_ones_teacher_for_its_own(
    store: Store,
    rich: Project,
    decoder_folder: Path,
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    run, _ = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    cancel_teacher_run(store, run.uid)  # before it had a folder, so that its name was free again
    folder = Settings().tuned_dir / "mine"
    folder.mkdir(parents=True)
    (folder / CARD).write_text(json.dumps({"base": str(decoder_folder)}))
    again, _ = go_on(store, run.uid, Settings())
    with pytest.raises(Conflict, match="not empty"):
        run_tuning(store, again.uid, Settings())
    assert look(store, again.uid).result == {}


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".hidden", "a b", "-x", "C:\\x", "x" * 65])
def test_the_name_of_a_result_is_never_a_path(store: Store, name: str) -> None:
    with pytest.raises(InvalidValue):
        tuned_name(name, Settings())


def test_a_name_that_is_taken_is_refused_whatever_its_case(store: Store) -> None:
    (Settings().tuned_dir / "Mine").mkdir(parents=True)
    with pytest.raises(Conflict, match="'mine'"):
        tuned_name("mine", Settings())


def test_the_name_of_a_tuning_that_failed_before_it_learnt_anything_is_free_again(
    store: Store, rich: Project, decoder_folder: Path, tmp_path: Path
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "config.json").write_text("{}")
    run, _ = order_tuning(store, rich.id, order(empty), data, Settings())
    with pytest.raises(Unavailable, match="cannot be loaded"):
        run_tuning(store, run.uid, Settings())
    with store.write() as session:
        finish_run(run.uid, "failed", error="cannot be loaded", session=session)
    again, _ = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    assert run_tuning(store, again.uid, Settings())


def test_what_cannot_be_tuned_is_refused_with_what_to_do(store: Store, rich: Project, obedient: str) -> None:
    data = accepted_data(store, rich.id, rich.name)
    for base in (obedient, "openai:m@http://127.0.0.1:9/v1", "no-such-model"):
        with pytest.raises(Unavailable):
            order_tuning(store, rich.id, order(base), data, Settings())
    with pytest.raises(Unavailable, match="smollm2-135m-instruct"):
        order_tuning(store, rich.id, order("smollm2-135m-linguist"), data, Settings())
    with pytest.raises(InvalidValue, match="passes"):
        tuning_settings(full=False, passes=0, held_out=0.1, batch_tokens=4096)


def test_one_tuning_at_a_time_and_one_name_at_a_time(
    store: Store,
    rich: Project,
    decoder_folder: Path,
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    first, _ = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    again, new = order_tuning(store, rich.id, order(decoder_folder, "other"), data, Settings())
    assert (again.uid, new) == (first.uid, False)
    with pytest.raises(Conflict, match="tuning is still at work"), store.write() as session:
        delete_project(rich.id, session=session)
    cancel_teacher_run(store, first.uid)
    assert look(store, first.uid).status == "cancelled"


def test_a_full_tuning_learns_more_gently() -> None:
    lora, full = (tuning_settings(full=full, passes=2, held_out=0.1, batch_tokens=512) for full in (False, True))
    assert full.learning_rate < lora.learning_rate
    assert replace(full, full=False, learning_rate=lora.learning_rate) == lora

"""Trials and tunings in a worker process, which is killed in the middle."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.teacher.adapter import tuned_card
from backend.teacher.tuning.settings import TuneSettings
from jobs.generating import order_generation
from jobs.settings import Settings
from jobs.teacher_workflow import MOST_TRIALS
from jobs.trying import order_trial, trial_result
from jobs.tuning import TuningOrder, order_tuning, tuning_progress
from jobs.tuning_data import accepted_data
from storage.engine import Store
from storage.tables import Project, TeacherRun
from storage.teacher_runs import run_by_uid, start_run
from tests.jobs.test_trying import REQUEST
from tests.jobs.test_worker import look as look_at_job
from tests.jobs.test_worker import start_worker
from tests.jobs.tunings import learnable
from tests.waiting import wait_until

pytestmark = pytest.mark.long


def look(store: Store, uid: str) -> TeacherRun:
    with store.read() as session:
        return run_by_uid(uid, session=session)


def test_a_trial_and_a_job_are_done_one_after_the_other(store: Store, project: Project) -> None:
    trial, _ = order_trial(store, project.id, REQUEST)
    job, _ = order_generation(store, project.id, REQUEST)
    worker = start_worker()
    wait_until(lambda: look_at_job(store, job.uid)[0].status == "done")
    wait_until(lambda: look(store, trial.uid).status == "done")
    worker.kill()
    worker.wait()
    result = trial_result(look(store, trial.uid))
    assert result is not None
    assert result.kept == result.outputs
    assert look_at_job(store, job.uid)[1] == 20


def test_a_trial_whose_teacher_cannot_be_loaded_fails_with_the_reason(
    store: Store, project: Project, obedient: str
) -> None:
    trial, _ = order_trial(store, project.id, REQUEST)
    Path(obedient.removeprefix("scripted:")).unlink()
    worker = start_worker()
    wait_until(lambda: look(store, trial.uid).status == "failed")
    worker.kill()
    worker.wait()
    assert "obedient.json" in look(store, trial.uid).error


def test_a_trial_that_its_worker_never_survives_is_given_up_and_says_why(
    store: Store, project: Project, tmp_path: Path
) -> None:
    script = tmp_path / "endless.json"
    script.write_text(json.dumps({"obedient": True, "seconds_per_output": 9}))
    trial, _ = order_trial(store, project.id, REQUEST, teacher=f"scripted:{script}")
    for start in range(MOST_TRIALS + 1):
        with store.write() as session:
            start_run(trial.id, f"before start {start}", session=session)
        worker = start_worker()
        wait_until(lambda: look(store, trial.uid).phase == "writing")
        worker.kill()
        worker.wait()
    worker = start_worker()
    wait_until(lambda: look(store, trial.uid).status == "failed")
    worker.kill()
    worker.wait()
    assert "more memory than there is" in look(store, trial.uid).error


def test_a_tuning_whose_worker_is_killed_goes_on_from_its_checkpoint(
    store: Store, project: Project, decoder_folder: Path
) -> None:
    learnable(store, project)
    how = TuneSettings(passes=30, held_out=0.3, batch_tokens=256, longest=200, evaluations=12, rank=4, patience=100)
    order = TuningOrder("mine", str(decoder_folder), ("linguist",), (), how)
    run, _ = order_tuning(store, project.id, order, accepted_data(store, project.id, project.name), Settings())
    worker = start_worker()
    folder = Settings().tuned_dir / "mine"
    wait_until(lambda: any((folder / "checkpoints").glob("*/trainer_state.json")))
    worker.kill()
    worker.wait()
    killed = look(store, run.uid)
    assert killed.status == "running"
    assert tuned_card(folder) == {}
    worker = start_worker()
    wait_until(lambda: look(store, run.uid).status == "done")
    worker.kill()
    worker.wait()
    progress = tuning_progress(look(store, run.uid))
    assert progress.step == progress.steps
    card = tuned_card(folder)
    assert card["result"]["steps"] == progress.steps
    assert card["data"]["excluded_intents"] == []

"""A trial of a teacher: what is ordered, what the worker finds out, and where it stops."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.request import Include, Request
from jobs.demo import SCHEMA
from jobs.generating import choose_teacher
from jobs.keeping import drop_teacher, is_kept
from jobs.settings import Settings, settings
from jobs.trial import run_trial
from jobs.trying import cancel_teacher_run, estimate_trial, order_trial, requested, trial_result, trial_schema
from storage.engine import Store
from storage.examples import count_examples
from storage.filters import ExampleFilter
from storage.jobs import list_jobs
from storage.projects import create_project
from storage.tables import Project, TeacherRun
from storage.teacher_runs import last_trial, run_by_uid

REQUEST = Request("book_trip", include=(Include("city", "rome"), Include("day")))


def look(store: Store, uid: str) -> TeacherRun:
    with store.read() as session:
        return run_by_uid(uid, session=session)


def scripted(tmp_path: Path, **said: object) -> str:
    script = tmp_path / "said.json"
    script.write_text(json.dumps(said))
    return f"scripted:{script}"


def test_a_trial_says_where_the_teacher_runs_how_fast_and_what_it_wrote(
    store: Store, project: Project, obedient: str
) -> None:
    run, new = order_trial(store, project.id, REQUEST)
    assert new
    assert run_trial(store, run.uid, Settings())
    ended = look(store, run.uid)
    result = trial_result(ended)
    assert ended.status == "done"
    assert result is not None
    assert (result.device, result.dtype, result.weights) == ("cpu", "text", "scripted")
    assert result.outputs == result.kept == 253
    assert result.tokens > result.outputs
    assert not result.is_lower_bound
    assert result.tokens_per_second > result.outputs_per_second > 0
    assert result.process_bytes > 10_000_000
    first = result.shown[0]
    assert "[" in first.raw
    assert first.text[first.spans[0][0] : first.spans[0][1]] in first.raw
    assert {slot for _start, _end, slot in first.spans} == {"city", "day"}
    with store.read() as session:
        found = last_trial(obedient, session=session)
    assert found is not None
    assert found.uid == run.uid


def test_a_trial_stores_no_candidate_and_no_job(store: Store, project: Project) -> None:
    run, _ = order_trial(store, project.id, REQUEST)
    run_trial(store, run.uid, Settings())
    with store.read() as session:
        assert list_jobs(project.id, session=session) == []
        assert count_examples(project.id, ExampleFilter(status="pending"), session=session) == 0


def test_what_is_refused_comes_raw_with_its_reason(store: Store, project: Project, tmp_path: Path) -> None:
    choose_teacher(store, project.id, scripted(tmp_path, replies=["off to [9 rome ]", "<b>no</b>"]))
    run, _ = order_trial(store, project.id, REQUEST)
    run_trial(store, run.uid, Settings())
    result = trial_result(look(store, run.uid))
    assert result is not None
    assert result.kept == 0
    assert {one.raw for one in result.shown} == {"off to [9 rome ]", "<b>no</b>"}
    assert all(one.check and one.detail for one in result.shown)


@pytest.fixture
def own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scripted teacher's waiting is all that takes time, however busy the machine is."""
    now = [1000.0]

    class Waiting:
        def wait(self, seconds: float) -> None:
            now[0] += seconds

    for module in ("jobs.trial", "backend.teacher.scripted"):
        monkeypatch.setattr(f"{module}.time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr("backend.teacher.scripted.Event", Waiting)


@pytest.mark.usefixtures("own_clock")
def test_a_trial_ends_when_its_time_is_over_and_says_that_its_speed_is_a_lower_bound(
    store: Store, project: Project, tmp_path: Path
) -> None:
    choose_teacher(store, project.id, scripted(tmp_path, obedient=True, seconds_per_output=0.1))
    run, _ = order_trial(store, project.id, REQUEST)
    assert run_trial(store, run.uid, Settings(), seconds=0.45)
    result = trial_result(look(store, run.uid))
    assert result is not None
    assert result.outputs == 4
    assert result.seconds == pytest.approx(0.4), "up to the last output"
    assert result.is_lower_bound
    assert result.outputs_per_second == pytest.approx(10)


@pytest.mark.usefixtures("own_clock")
def test_no_batch_is_begun_that_would_not_end_in_time(store: Store, project: Project, tmp_path: Path) -> None:
    choose_teacher(store, project.id, scripted(tmp_path, obedient=True, seconds_per_output=0.05))
    run, _ = order_trial(store, project.id, REQUEST)
    assert run_trial(store, run.uid, Settings(batch_size=2), seconds=0.55)
    result = trial_result(look(store, run.uid))
    assert result is not None
    assert not result.is_lower_bound
    assert result.outputs % 2 == 1
    assert result.outputs_per_second == pytest.approx(20)


def test_a_cancelled_trial_leaves_no_result(store: Store, project: Project, tmp_path: Path) -> None:
    choose_teacher(store, project.id, scripted(tmp_path, obedient=True))
    drop_teacher()
    run, _ = order_trial(store, project.id, REQUEST)
    cancel_teacher_run(store, run.uid)
    assert not run_trial(store, run.uid, Settings())
    assert look(store, run.uid).status == "cancelled"
    assert trial_result(look(store, run.uid)) is None
    assert not is_kept(project.teacher, Settings())


def test_a_second_order_joins_the_active_trial_and_the_next_one_has_a_seed_of_its_own(
    store: Store, project: Project
) -> None:
    run, _ = order_trial(store, project.id, REQUEST)
    again, new = order_trial(store, project.id, REQUEST)
    assert (again.uid, new) == (run.uid, False)
    run_trial(store, run.uid, Settings())
    later, new = order_trial(store, project.id, REQUEST)
    assert new
    assert requested(later).seed != requested(run).seed


def test_a_project_without_intents_is_tried_on_the_demo(store: Store, obedient: str) -> None:
    with store.write() as session:
        bare = create_project("Bare", teacher=obedient, session=session)
    assert trial_schema(store, bare.id) == (SCHEMA, False)
    run, _ = order_trial(store, bare.id, Request("book_table"))
    run_trial(store, run.uid, Settings())
    result = trial_result(look(store, run.uid))
    assert result is not None
    assert result.kept > 0


def test_what_cannot_be_is_refused_before_anything_is_queued(store: Store, project: Project) -> None:
    with pytest.raises(InvalidValue, match="'fly_home'"):
        order_trial(store, project.id, Request("fly_home"))
    with pytest.raises(Unavailable, match="no-such-model"):
        order_trial(store, project.id, REQUEST, teacher="no-such-model")


def test_a_servers_trial_is_estimated_and_asks_for_few_outputs(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACHSET_REMOTE_INPUT_PRICE", "1")
    monkeypatch.setenv("TEACHSET_REMOTE_OUTPUT_PRICE", "4")
    settings.cache_clear()
    remote = "openai:m@http://127.0.0.1:9/v1"
    expected = estimate_trial(store, project.id, REQUEST, teacher=remote)
    assert (expected.prompts, expected.outputs) == (16, 64)
    assert expected.most_cost
    run, _ = order_trial(store, project.id, REQUEST, teacher=remote)
    assert requested(run).count == 64

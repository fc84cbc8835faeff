"""A learning curve as a job: its points, a stop, a restart, and examples that change meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Utterance
from backend.students.metrics import Shares
from backend.students.resampling import Estimate
from jobs import student_curve_run
from jobs.settings import Settings
from jobs.student_curve import CurveOrder, Point, cancel_task, curve_order, curve_progress, order_curve
from jobs.student_curve_run import run_curve
from jobs.student_data import accepted_material
from storage.engine import Store
from storage.examples import ExampleFilter, add_examples, find_examples
from storage.student_tasks import task_by_uid
from storage.tables import Project, StudentTask
from tests.backend.students.conftest import settings, trips

HALF = Estimate(0.5, 0.4, 0.6)


@pytest.fixture
def rich(store: Store, project: Project) -> Project:
    """The project with enough accepted examples to learn from and to measure with."""
    with store.write() as session:
        add_examples(project.id, trips(), origin="imported", status="accepted", provenance={}, session=session)
    return project


def look(store: Store, uid: str) -> StudentTask:
    with store.read() as session:
        return task_by_uid(uid, session=session)


def counted(monkeypatch: pytest.MonkeyPatch, dies_at: int = 99) -> list[list[Utterance]]:
    """Points that take no training; the worker dies at one of them."""
    taught: list[list[Utterance]] = []

    def point(material: Any, part: tuple[int, ...], *_rest: object) -> Point:
        if len(taught) == dies_at:
            raise KeyboardInterrupt
        taught.append([material.learnt[at] for at in part])
        return Point(len(part), Shares(len(material.tested), HALF, HALF, HALF), 1.0)

    monkeypatch.setattr(student_curve_run, "_point", point)
    return taught


def test_each_point_is_trained_and_measured_on_the_same_examples(
    store: Store, rich: Project, tiny_encoder: Path
) -> None:
    how = replace(settings(tiny_encoder, passes=1, evaluations=2), least_steps=10)
    task, new = order_curve(store, rich.id, CurveOrder(how, shares=(0.5, 1.0)))
    assert new
    assert not order_curve(store, rich.id)[1]
    assert run_curve(store, task.uid, Settings())
    done = look(store, task.uid)
    points = curve_progress(done).points
    assert done.status == "done"
    assert [point.examples for point in points] == [22, 43]
    assert {point.figures.utterances for point in points} == {7}
    assert all(0 <= point.figures.intent_accuracy.value <= 1 for point in points)
    assert list(Settings().students_dir.iterdir()) == []


def test_after_a_restart_it_goes_on_after_its_last_point_with_the_examples_of_before(
    store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, _ = order_curve(store, rich.id)
    first = counted(monkeypatch, dies_at=2)
    with pytest.raises(KeyboardInterrupt):
        run_curve(store, task.uid, Settings())
    assert [point.examples for point in curve_progress(look(store, task.uid)).points] == [len(one) for one in first]
    with store.write() as session:
        more = [Utterance(f"call off seat {at}", "cancel_trip") for at in range(50, 90)]
        add_examples(rich.id, more, origin="imported", status="accepted", provenance={}, session=session)
    then = counted(monkeypatch)
    assert run_curve(store, task.uid, Settings())
    points = curve_progress(look(store, task.uid)).points
    assert [len(one) for one in (*first, *then)] == [point.examples for point in points]
    assert len(points) == 4
    assert {one.text for one in first[1]} <= {one.text for one in then[0]}
    assert not {one.text for one in more} & {one.text for one in then[-1]}


def test_once_an_example_of_it_was_changed_it_is_begun_anew(
    store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, _ = order_curve(store, rich.id)
    counted(monkeypatch, dies_at=2)
    with pytest.raises(KeyboardInterrupt):
        run_curve(store, task.uid, Settings())
    with store.write() as session:
        row = find_examples(rich.id, ExampleFilter(intent="cancel_trip"), session=session)[0]
        row.text = "never mind my trip"
        session.add(row)
    then = counted(monkeypatch)
    assert run_curve(store, task.uid, Settings())
    assert len(then) == len(curve_progress(look(store, task.uid)).points) == 4


def test_it_says_so_where_what_it_is_measured_on_was_made_from_the_same_seeds(
    store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    material = accepted_material(store, rich.id)
    for families, flattering in (((), False), (frozenset({"one seed"}), True)):
        joined = replace(material, families=(frozenset(families),) * len(material.ids))
        monkeypatch.setattr(student_curve_run, "accepted_material", lambda *_, joined=joined: joined)
        counted(monkeypatch)
        task, _ = order_curve(store, rich.id)
        assert run_curve(store, task.uid, Settings())
        assert curve_order(look(store, task.uid)).shares_seeds is flattering


def test_it_is_cancelled_while_it_waits_or_works(store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, _ = order_curve(store, rich.id)
    cancel_task(store, waiting.uid)
    assert look(store, waiting.uid).status == "cancelled"
    task, _ = order_curve(store, rich.id)

    def stopped(*given: Callable[[], bool]) -> Point | None:
        monkeypatch.setattr("jobs.cancelling.LOOK_SECONDS", 0.0)
        cancel_task(store, task.uid)
        return None if given[-1]() else pytest.fail("it does not see that it should stop")

    monkeypatch.setattr(student_curve_run, "_point", stopped)
    assert not run_curve(store, task.uid, Settings())
    assert curve_progress(look(store, task.uid)).points == ()


def test_too_few_examples_are_refused(store: Store, project: Project) -> None:
    with pytest.raises(InvalidValue, match="accepted examples of 1 intents"):
        order_curve(store, project.id)
    with store.write() as session:
        one = [Utterance("call it off", "cancel_trip")]
        add_examples(project.id, one, origin="seed", status="accepted", provenance={}, session=session)
    task, _ = order_curve(store, project.id)
    with pytest.raises(InvalidValue, match="too few accepted examples to put any aside"):
        run_curve(store, task.uid, Settings())
    assert curve_order(look(store, task.uid)).learnt == ()

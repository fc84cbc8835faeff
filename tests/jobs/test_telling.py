"""The curve of a training, and when it is stored."""

from __future__ import annotations

import math
from typing import Any

import pytest

from jobs.telling import Curve, teller
from storage import runs
from storage.engine import Store
from storage.students import create_student, student_by_uid
from storage.tables import Project, StudentRow


def test_a_curve_has_a_point_where_a_number_is_new_and_no_other() -> None:
    curve = Curve(("loss", "right"))
    assert not curve.add(0, (math.nan, math.nan))
    assert curve.add(5, (2.00001, math.nan))
    assert not curve.add(6, (2.00002, math.nan)), "the same in four places"
    assert curve.add(10, (2.0, 0.5))
    assert curve.add(10, (1.0, 0.5))
    assert curve.points == ({"step": 5, "loss": 2.0}, {"step": 10, "right": 0.5, "loss": 1.0})
    assert curve.last == (1.0, 0.5)


def test_a_loss_beyond_all_numbers_is_no_point_since_no_database_stores_it() -> None:
    curve = Curve(("loss", "right"))
    assert not curve.add(5, (math.inf, -math.inf))
    assert curve.points == ()


def test_a_curve_goes_on_after_the_points_that_are_known() -> None:
    known = ({"step": 10, "loss": 1.5}, {"step": 5, "loss": 2.0})
    curve = Curve(("loss", "right"), known, (1.5, None))
    assert not curve.add(12, (1.5, math.nan))
    assert curve.add(15, (1.25, math.nan))
    assert [point["step"] for point in curve.points] == [5, 10, 15]


@pytest.mark.parametrize(("seconds", "stored"), [(3600.0, [1, 2, 9]), (0.0, [1, 2, 3, 9])])
def test_it_is_stored_when_something_is_new_when_it_was_not_for_a_while_and_at_the_end(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch, seconds: float, stored: list[int]
) -> None:
    monkeypatch.setattr("jobs.telling.TELL_SECONDS", seconds)
    with store.write() as session:
        row, _new = create_student(project.id, {}, session=session)
    curve, told = Curve(("loss", "right")), []

    def columns(step: int, steps: int) -> dict[str, Any]:
        told.append(step)
        return {"step": step, "steps": steps, "loss": curve.last[0]}

    tell = teller(store, StudentRow, row.id, "training", curve, columns)
    for step, loss in ((1, 2.0), (2, 1.0), (3, 1.0), (9, 1.0)):
        tell(step, 9, (loss, math.nan))
    assert told == stored
    with store.read() as session:
        now = student_by_uid(row.uid, session=session)
        assert [one.uid for one in runs.active(StudentRow, session=session)] == [row.uid]
    assert (now.status, now.phase, now.progress) == ("running", "training", {"step": 9, "steps": 9, "loss": 1.0})

"""What a project's students are worth beside each other, and what would help them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

import typer

from backend.domain.errors import NotFound, TeachsetError
from backend.students.parsing.metrics import MATCHES
from commands.console import AsJson, Name, open_project, say
from jobs.parser_comparing import compare_parsers
from jobs.running import follow
from jobs.settings import settings
from jobs.student_comparing import Paired, compare_students, order_seeds_alone
from jobs.student_curve import Point, cancel_task, curve_order, curve_progress, order_curve
from storage.engine import Store
from storage.parse_schemas import load_parses
from storage.student_tasks import task_by_uid
from storage.students import latest_student, seeds_only_student, student_by_uid
from storage.tables import ACTIVE_JOB, StudentRow, StudentTask

SEEDS = "seeds"
FIGURES = {"intent_accuracy": "intent accuracy", "slot_f1": "slot F1", "frame_accuracy": "frame accuracy"}
"""Figure of a student of slots → what people call it."""


def compare(
    name: Name,
    student: Annotated[str, typer.Option(help="Its uid; the latest when left out.")] = "",
    against: Annotated[str, typer.Option(help="Another uid, or `seeds`: one of the seeds alone.")] = SEEDS,
    as_json: AsJson = False,
) -> None:
    """Compare two students of a project on what was put aside of both; trains one on the seeds alone where it must."""
    store, project = open_project(name)
    with store.read() as session:
        of_parses = load_parses(project.id, session=session) is not None
    ours = chosen_student(store, project.id, student)
    theirs = _of_seeds(store, ours) if against == SEEDS else chosen_student(store, project.id, against)
    found = (compare_parsers if of_parses else compare_students)(store, ours.uid, theirs.uid)
    lines = [
        f"{what}: {100 * one.value:.1f} against {100 * other.value:.1f}, {_said(getattr(found.difference, figure))}"
        for figure, what in (MATCHES if of_parses else FIGURES).items()
        for one, other in [(getattr(found.ours, figure), getattr(found.theirs, figure))]
    ]
    lines.append(f"Measured on {found.measured} examples that neither has learnt from.")
    if found.shares_seeds:
        lines.append("Some of these were written from the same seeds as what one of the two learnt from: flattering.")
    say(as_json, {"student": ours.uid, "against": theirs.uid, **asdict(found)}, "\n".join(lines))


def curve(name: Name, as_json: AsJson = False) -> None:
    """Train a project's student on growing shares of its accepted examples: does it still get better?"""
    store, project = open_project(name)
    ordered, new = order_curve(store, project.id)
    told = 0

    def look() -> StudentTask:
        nonlocal told
        with store.read() as session:
            task = task_by_uid(ordered.uid, session=session)
        points = curve_progress(task).points
        if not as_json:
            for point in points[told:]:
                typer.echo(_point(point))
        told = len(points)
        return task

    try:
        see_through(store, ordered.uid, lambda: look().status)
    except KeyboardInterrupt:
        if new:
            cancel_task(store, ordered.uid)
        raise
    task = look()
    if task.status != "done":
        raise TeachsetError(f"the curve {task.status}: {task.error.rstrip('.')}" if task.error else "it was cancelled")
    points = curve_progress(task).points
    measured, shares_seeds = points[0].figures.utterances, curve_order(task).shares_seeds
    result = {"project": project.name, "measured": measured, "points": [asdict(point) for point in points]}
    said = f"Each measured on the same {measured} examples."
    if shares_seeds:
        said += " Some of these were written from the same seeds as what was learnt from: flattering."
    say(as_json, result | {"shares_seeds": shares_seeds}, said)


def chosen_student(store: Store, project_id: int, uid: str) -> StudentRow:
    """The student of that uid, or the project's latest where it is empty.

    Raises:
        NotFound: there is none.
    """
    with store.read() as session:
        row = student_by_uid(uid, session=session) if uid else latest_student(project_id, session=session)
    if row is None or row.project_id != project_id or row.status != "done":
        raise NotFound(
            "no student that is trained", value=uid or None, remedy="Train one on the Student page of the app."
        )
    return row


def see_through(store: Store, uid: str, look: Callable[[], str]) -> None:
    """Wait until a run has ended; be the worker where nobody else is.

    Args:
        look: the run's status.
    """
    follow(store, settings(), (uid,), lambda: look() not in ACTIVE_JOB)


def _of_seeds(store: Store, student: StudentRow) -> StudentRow:
    with store.read() as session:
        there = seeds_only_student(student, session=session)
    if there is not None:
        return there
    ordered = order_seeds_alone(store, student.uid)
    typer.echo("Training on the seeds alone.", err=True)

    def look() -> StudentRow:
        with store.read() as session:
            return student_by_uid(ordered.uid, session=session)

    see_through(store, ordered.uid, lambda: look().status)
    row = look()
    if row.status != "done":
        raise TeachsetError(f"the training on the seeds alone {row.status}: {row.error.rstrip('.')}")
    return row


def _point(point: Point) -> str:
    figures = point.figures
    named = ", ".join(f"{name} {100 * getattr(figures, figure).value:.1f}" for figure, name in FIGURES.items())
    return f"{point.examples} examples: {named}"


def _said(paired: Paired) -> str:
    points = paired.difference
    return (
        f"{100 * points.value:+.1f} points ({100 * points.low:+.1f} to {100 * points.high:+.1f}), "
        f"p = {paired.p:.2g} ({paired.test})"
    )

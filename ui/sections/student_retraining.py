"""How often a student is trained again by itself, how it got better meanwhile, and where it disagrees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from jobs.students import student_result
from storage.examples import count_examples
from storage.filters import ExampleFilter
from storage.retraining import MOST_AFTER, set_retrain_after
from storage.students import measured_students
from storage.tables import Project, StudentRow
from ui.layout import muted
from ui.messages import counted, errors_shown
from ui.sections.review_filters import OTHERWISE
from ui.state import link
from ui.store import store

_FIGURES = (("Intents", "intent_accuracy"), ("Slots (F1)", "slot_f1"), ("Frames", "frame_accuracy"))
_CHART: dict[str, Any] = {
    "mark": {"type": "line", "point": True},
    "encoding": {
        "x": {"field": "Accepted", "type": "quantitative", "scale": {"zero": False}, "axis": {"tickMinStep": 1}},
        "y": {
            "field": "Share",
            "type": "quantitative",
            "title": "Right",
            "axis": {"format": ".0%"},
            "scale": {"zero": False},
        },
        "color": {"field": "Figure", "type": "nominal", "legend": {"title": None, "orient": "top"}},
    },
}


def draw_retraining(project: Project) -> None:
    """The number of decisions, stored as soon as it is changed, with what it does in words."""
    key = f"retrain-after.{project.id}"
    st.session_state.setdefault(key, project.retrain_after)
    st.number_input(
        "Train again after so many decisions, 0 for never",
        min_value=0,
        max_value=MOST_AFTER,
        step=10,
        key=key,
        width=320,
        on_change=lambda: _save(project.id, key),
    )
    muted(
        "The worker does it by itself, as the last one was trained, when nothing else is to be done; it stops for "
        "whatever is ordered meanwhile."
        if st.session_state[key]
        else "A student is trained only when you say so.",
        key="retrain-what",
    )


def draw_as_it_went(project: Project) -> None:
    """The figures of the students so far by how much was accepted; nothing before there are two."""
    with store().read() as session:
        rows = as_it_went(measured_students(project.id, session=session))
    if len({row["Accepted"] for row in rows}) < 2:
        return
    st.subheader("As the review went on", anchor=False)
    st.vega_lite_chart(rows, _CHART, height=240, alt="Figures of the students so far by accepted examples")
    muted(
        "Each student was measured on the examples that were put aside of it, not on the same ones.", key="as-it-went"
    )


def draw_disagreements(project: Project) -> None:
    """How many of the waiting candidates the latest student reads otherwise, and the way to them."""
    wanted = ExampleFilter(status="pending", doubt="student")
    with store().read() as session:
        number = count_examples(project.id, wanted, session=session)
    if number:
        link("review", f"Review {counted(number, 'candidate')} that it reads otherwise", review_doubt=OTHERWISE)


def as_it_went(students: Sequence[StudentRow]) -> list[dict[str, object]]:
    """Rows of the chart: how many accepted examples a student was made of, and each figure of it."""
    rows: list[dict[str, object]] = []
    for student in students:
        result = student_result(student)
        if result is None or result.figures is None:
            continue
        accepted = result.teaching + result.measuring + result.testing
        rows += [
            {"Accepted": accepted, "Figure": name, "Share": getattr(result.figures.overall, field).value}
            for name, field in _FIGURES
        ]
    return rows


def _save(project_id: int, key: str) -> None:
    with errors_shown(), store().write() as session:
        set_retrain_after(project_id, int(st.session_state[key]), session=session)

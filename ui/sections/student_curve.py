"""The learning curve: what a student would be worth with a part of what is accepted, and whether more would help."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import streamlit as st

from jobs.student_curve import SHARES, CurveProgress, Point, cancel_task, curve_order, curve_progress, order_curve
from storage.student_tasks import active_task, list_tasks
from storage.tables import ACTIVE_JOB, CURVE, Project, StudentRow, StudentTask
from ui.layout import muted
from ui.messages import counted, errors_shown
from ui.sections.job_progress import elapsed
from ui.sections.measured import IN_PERCENT, draw_flattered, in_percent
from ui.sections.run_head import draw_head
from ui.store import store

EVERY = 1.0
"""Seconds between two looks at a curve that is being drawn."""

_LINES: dict[str, Any] = {
    "layer": [
        {
            "mark": {"type": "rule", "opacity": 0.45},
            "encoding": {"y": {"field": "Low", "type": "quantitative"}, "y2": {"field": "High"}},
        },
        {
            "mark": {"type": "line", "point": True},
            "encoding": {
                "y": {
                    "field": "Share",
                    "type": "quantitative",
                    "title": "Right",
                    "axis": {"format": ".0%"},
                    "scale": {"zero": False},
                }
            },
        },
    ],
    "encoding": {
        "x": {"field": "Examples", "type": "quantitative", "scale": {"zero": True}, "axis": {"tickMinStep": 1}},
        "color": {"field": "Figure", "type": "nominal", "legend": {"title": None, "orient": "top"}},
    },
}
FEW, RISING = 50, 0.01
"""Examples with which a curve says little, and by how much it must rise to be called rising."""
_FIGURES = (("Intents", "intent_accuracy"), ("Slots (F1)", "slot_f1"), ("Frames", "frame_accuracy"))


def draw_curve(project: Project, latest: StudentRow) -> None:
    """The button that orders a curve, the one that is under way, or the last one."""
    with store().read() as session:
        active = active_task(project.id, CURVE, session=session)
        last = next(iter(list_tasks(project.id, CURVE, limit=1, session=session)), None)
    shares = ", ".join(f"{share:.0%}" for share in SHARES)
    with st.container(horizontal=True, vertical_alignment="center", key="curve"):
        pressed = st.button(
            "Drawing…" if active else "Draw the learning curve",
            key="draw-curve",
            icon=":material/show_chart:",
            disabled=active is not None,
        )
        with st.container(gap=None, width="stretch", key="words-draw-curve"):
            muted(
                f"{len(SHARES)} trainings, on {shares} of what teaches, all measured on the same examples. "
                f"{_how_long(latest)}",
                key="curve-what",
            )
    if pressed:
        with errors_shown():
            order_curve(store(), project.id)
            st.rerun()
    if active is not None:
        _watch(project.id, active.uid)
    elif last is not None:
        _draw_ended(last)


def _how_long(latest: StudentRow) -> str:
    """By the time that the last training took: none of the parts takes longer than the whole."""
    if latest.started_at is None or latest.finished_at is None:
        return "That takes several times as long as one training."
    most: timedelta = len(SHARES) * (latest.finished_at - latest.started_at)
    return f"At most {elapsed(most)}, by the last training."


@st.fragment(run_every=EVERY)
def _watch(project_id: int, uid: str) -> None:
    with errors_shown():
        with store().read() as session:
            task = active_task(project_id, CURVE, session=session)
        if task is None or task.uid != uid:
            st.rerun()
        progress = curve_progress(task)
        with st.container(border=True, key=f"curve-box-{task.id}"):
            at = f"Point {min(len(progress.points) + 1, progress.of)} of {progress.of}" if progress.of else "Beginning"
            draw_head(task, at, key="curve", cancel=lambda: cancel_task(store(), uid))
            done = len(progress.points) + progress.step / max(progress.steps, 1)
            st.progress(min(done / max(progress.of, 1), 1.0))
            _draw_points(progress, task)


def _draw_ended(task: StudentTask) -> None:
    progress = curve_progress(task)
    if task.status in ACTIVE_JOB:
        return
    if task.status == "failed":
        st.error("The curve could not be drawn.", icon=":material/error:")
        st.text(task.error)
    elif task.status == "cancelled":
        st.text("The curve was cancelled.")
    _draw_points(progress, task)
    if task.status == "done" and len(progress.points) > 1:
        st.text(_said(*progress.points[-2:]))


def _draw_points(progress: CurveProgress, task: StudentTask) -> None:
    points = progress.points
    if not points:
        return
    rows = [
        {
            "Examples": point.examples,
            "Figure": name,
            "Share": getattr(point.figures, field).value,
            "Low": getattr(point.figures, field).low,
            "High": getattr(point.figures, field).high,
        }
        for point in points
        for name, field in _FIGURES
    ]
    st.vega_lite_chart(rows, _LINES, height=280)
    st.dataframe(
        [
            {
                "Learnt from": point.examples,
                **{name: in_percent(getattr(point.figures, field).value) for name, field in _FIGURES},
            }
            for point in points
        ],
        hide_index=True,
        column_config={name: IN_PERCENT for name, _field in _FIGURES},
        key="curve-points",
    )
    tested = counted(points[0].figures.utterances, "example")
    muted(f"Each is measured on the same {tested}; the bars are 95% intervals.", key="curve-on")
    draw_flattered(shares_seeds=curve_order(task).shares_seeds)


def _said(before: Point, last: Point) -> str:
    """What the last stretch of the curve says of more examples."""
    one, other = (point.figures.frame_accuracy for point in (before, last))
    said = f"From {before.examples:,} to {last.examples:,} examples, frames right went from {one.value:.1%} to "
    said += f"{other.value:.1%}. "
    if last.figures.utterances < FEW:
        return said + f"Measured on {last.figures.utterances:,} alone, that may be chance."
    if other.value - one.value >= RISING:
        return said + "It still rises: more accepted examples are likely to help."
    return said + "It hardly rises any more: rather look at what it gets wrong than accept more of the same."

"""Training a student: the button, how far it is, and the students that were trained before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from jobs.students import StudentProgress, cancel_student, order_student, student_progress, student_result
from storage.students import active_student
from storage.tables import Project, StudentRow
from ui.layout import muted
from ui.messages import counted, errors_shown
from ui.sections.run_head import draw_head
from ui.store import store

EVERY = 1.0
"""Seconds between two looks at a training."""

_CURVE: dict[str, Any] = {
    "mark": {"type": "line", "point": True},
    "encoding": {
        "x": {"field": "Step", "type": "quantitative"},
        "y": {"field": "Frames right", "type": "quantitative", "axis": {"format": "%"}, "scale": {"zero": False}},
    },
}
_ENDED = {"done": "trained", "cancelled": "cancelled", "failed": "failed"}


def draw_train(project: Project, counts: Mapping[str, int], *, busy: bool) -> None:
    """The button that trains a student on all that is accepted."""
    with st.container(horizontal=True, vertical_alignment="center", key="train"):
        pressed = st.button(
            "Training…" if busy else f"Train on {counted(sum(counts.values()), 'accepted example')}",
            key="train-student",
            type="primary",
            icon=":material/neurology:",
            disabled=busy,
        )
        muted(
            f"{counted(len(counts), 'intent')}; a fifth is put aside to measure it on. Minutes on two cores.",
            key="train-what",
        )
    if pressed:
        with errors_shown():
            order_student(store(), project.id)
            st.rerun()


@st.fragment(run_every=EVERY)
def watch_training(project_id: int, uid: str) -> None:
    """Draw the training that is under way every second; when it ends, the whole page is drawn again."""
    with errors_shown():
        with store().read() as session:
            row = active_student(project_id, session=session)
        if row is None or row.uid != uid:
            st.rerun()
        progress = student_progress(row)
        with st.container(border=True, key=f"student-box-{row.id}"):
            again = "Training a student again, in the background" if row.background else "Training a student"
            title = "Training on the seeds alone" if row.seeds_of else again
            draw_head(row, title, key="student", cancel=lambda: cancel_student(store(), uid))
            st.progress(min(progress.step / max(progress.steps, 1), 1.0))
            st.text(said_of(progress))
            _curve(progress)


def draw_versions(rows: Sequence[StudentRow]) -> None:
    """The trainings that ended, the latest first."""
    if not rows:
        return
    st.subheader("Students so far", anchor=False)
    st.dataframe(
        [_row(row) for row in rows],
        hide_index=True,
        column_config={
            "Ended": st.column_config.DatetimeColumn(format="D MMM, HH:mm"),
            **{
                name: st.column_config.NumberColumn(format="percent")
                for name in ("Intents right", "Slot F1", "Frames right")
            },
        },
        key="students",
    )


def said_of(progress: StudentProgress) -> str:
    """How far a training is, with what was measured last."""
    if not progress.steps:
        return "Before the first step."
    parts = [f"Step {progress.step:,} of {progress.steps:,}"]
    if progress.loss is not None:
        parts.append(f"loss {progress.loss:.3f}")
    if progress.frame_accuracy is not None:
        parts.append(f"{progress.frame_accuracy:.0%} of the held-out frames right")
    return ", ".join(parts)


def _curve(progress: StudentProgress) -> None:
    rows = [
        {"Step": point["step"], "Frames right": point["frame_accuracy"]}
        for point in progress.curve
        if "frame_accuracy" in point
    ]
    if rows:
        st.vega_lite_chart(rows, _CURVE, height=200)


def _row(row: StudentRow) -> dict[str, object]:
    result = student_result(row)
    figures = result.figures.overall if result is not None and result.figures is not None else None
    return {
        "Ended": row.finished_at or row.created_at,
        "Outcome": _ENDED.get(row.status, row.status),
        "Of": "seeds alone" if row.seeds_of else "all accepted",
        "Learnt from": result.teaching + result.measuring if result is not None else None,
        "Measured on": result.testing if result is not None else None,
        "Intents right": figures.intent_accuracy.value if figures is not None else None,
        "Slot F1": figures.slot_f1.value if figures is not None else None,
        "Frames right": figures.frame_accuracy.value if figures is not None else None,
        "Error": row.error,
    }

"""Training a student: the button, how far it is, and the students that were trained before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from jobs.parsers import parser_result
from jobs.students import StudentProgress, cancel_student, order_student, student_progress, student_result
from storage.students import active_student
from storage.tables import Project, StudentRow
from ui.layout import muted
from ui.messages import counted, errors_shown
from ui.sections.measured import IN_PERCENT, in_percent
from ui.sections.run_head import draw_head
from ui.sections.widened import draw_widened
from ui.store import store

EVERY = 1.0
"""Seconds between two looks at a training."""

_CURVE: dict[str, Any] = {
    "mark": {"type": "line", "point": True},
    "encoding": {
        "x": {"field": "Step", "type": "quantitative"},
        "y": {"field": "Frames right", "type": "quantitative", "axis": {"format": ".0%"}, "scale": {"zero": False}},
    },
}
TITLES = {
    "exact_match": "Exact match",
    "unordered_match": "In any order",
    "insensitive_match": "But for spaces and case",
    "intent_accuracy": "Intents right",
}
"""Figure of a student of parses → what it is called on the page."""
_SHARES = (*TITLES.values(), "Slot F1", "Frames right")
_ENDED = {"done": "trained", "cancelled": "cancelled", "failed": "failed"}


def draw_train(project: Project, counts: Mapping[str, int], *, busy: bool, parses: bool = False) -> None:
    """The button that trains a student, of parses or of intents and slots, on all that is accepted."""
    with st.container(horizontal=True, vertical_alignment="center", key="train"):
        pressed = st.button(
            "Training…" if busy else f"Train on {counted(sum(counts.values()), 'accepted example')}",
            key="train-student",
            type="primary",
            icon=":material/neurology:",
            disabled=busy,
        )
        of = "A model that writes parses, held to the labels of the project and to the words of the text"
        said = f"{of if parses else counted(len(counts), 'intent')}; a fifth is put aside to measure it on."
        muted(f"{said} {'Some ten minutes' if parses else 'Minutes'} on two cores.", key="train-what")
    if not parses:
        draw_widened(project.id)
    if pressed:
        with errors_shown():
            order_student(store(), project.id)
            st.rerun()


def is_asked_for(active: StudentRow | None) -> bool:
    """Whether somebody waits for a training; one in the background gives way to what is ordered."""
    return active is not None and not active.background


@st.fragment(run_every=EVERY)
def watch_training(project_id: int, uid: str, *, what: str = "frames") -> None:
    """Draw the training that is under way every second; when it ends, the whole page is drawn again.

    Args:
        what: the held-out things of which a share is right.
    """
    with errors_shown():
        with store().read() as session:
            row = active_student(project_id, session=session)
        if row is None or row.uid != uid:
            st.rerun()
        progress = student_progress(row)
        with st.container(border=True, key=f"student-box-{row.id}"):
            by_itself = "Training a student in the background, until something is ordered"
            usual = by_itself if row.background else "Training a student"
            title = "Training on the seeds alone" if row.seeds_of else usual
            draw_head(row, title, key="student", cancel=lambda: cancel_student(store(), uid))
            st.progress(min(progress.step / max(progress.steps, 1), 1.0))
            st.text(said_of(progress, what))
            _curve(progress, what)


def draw_versions(rows: Sequence[StudentRow], *, parses: bool = False) -> None:
    """The trainings that ended, the latest first."""
    if not rows:
        return
    st.subheader("Students so far", anchor=False)
    shown = [_row(row, parsed_figures(row) if parses else _figures(row)) for row in rows]
    st.dataframe(
        shown,
        hide_index=True,
        column_config={
            "Ended": st.column_config.DatetimeColumn(format="D MMM, HH:mm"),
            **{name: IN_PERCENT for name in shown[0] if name in _SHARES},
        },
        placeholder="–",
        key="students",
    )


def said_of(progress: StudentProgress, what: str = "frames") -> str:
    """How far a training is, with what was measured last."""
    if not progress.steps:
        return "Before the first step."
    parts = [f"Step {progress.step:,} of {progress.steps:,}"]
    if progress.loss is not None:
        parts.append(f"loss {progress.loss:.3f}")
    if progress.frame_accuracy is not None:
        parts.append(f"{progress.frame_accuracy:z.0%} of the held-out {what} right")
    return ", ".join(parts)


def _curve(progress: StudentProgress, what: str) -> None:
    title = f"{what.capitalize()} right"
    rows = [
        {"Step": point["step"], title: point["frame_accuracy"]} for point in progress.curve if "frame_accuracy" in point
    ]
    if rows:
        y = {**_CURVE["encoding"]["y"], "field": title}
        st.vega_lite_chart(rows, {**_CURVE, "encoding": {**_CURVE["encoding"], "y": y}}, height=200)


def parsed_figures(row: StudentRow) -> tuple[int | None, int | None, dict[str, float | None]]:
    """Examples that a student of parses learnt from and was measured on, and its shares by their names."""
    result = parser_result(row)
    overall = result.figures.overall if result is not None and result.figures is not None else None
    shares = {title: getattr(overall, name).value if overall is not None else None for name, title in TITLES.items()}
    return (result.teaching + result.measuring, result.testing, shares) if result else (None, None, shares)


def _figures(row: StudentRow) -> tuple[int | None, int | None, dict[str, float | None]]:
    result = student_result(row)
    figures = result.figures.overall if result is not None and result.figures is not None else None
    shares = {
        "Intents right": figures.intent_accuracy.value if figures is not None else None,
        "Slot F1": figures.slot_f1.value if figures is not None else None,
        "Frames right": figures.frame_accuracy.value if figures is not None else None,
    }
    return (result.teaching + result.measuring, result.testing, shares) if result else (None, None, shares)


def _row(row: StudentRow, figures: tuple[int | None, int | None, dict[str, float | None]]) -> dict[str, object]:
    learnt, measured, shares = figures
    return {
        "Ended": row.finished_at or row.created_at,
        "Outcome": _ENDED.get(row.status, row.status),
        "Of": "seeds alone" if row.seeds_of else "all accepted",
        "Learnt from": learnt,
        "Measured on": measured,
        **{name: in_percent(share) for name, share in shares.items()},
        "Error": row.error,
    }

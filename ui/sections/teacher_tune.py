"""Tuning a teacher: the form, the tuning that is under way with its curve, and what became of earlier ones."""

from __future__ import annotations

import streamlit as st

from jobs.settings import settings
from jobs.tuning import TuningProgress, go_on, tuning_order, tuning_progress
from storage.tables import TUNING, Project, TeacherRun
from storage.teacher_runs import active_run, list_runs
from ui.layout import muted, strong
from ui.messages import errors_shown
from ui.sections.run_progress import draw_run_head
from ui.sections.teacher_choose import use_teacher
from ui.sections.tuning_form import draw_tuning_form
from ui.store import store

_CURVE = {
    "mark": {"type": "line", "point": True},
    "encoding": {
        "x": {"field": "Step", "type": "quantitative", "axis": {"tickMinStep": 1}},
        # Not from zero: what a loss falls by is seen best in its own range.
        "y": {"field": "Loss", "type": "quantitative", "scale": {"zero": False}},
        "color": {"field": "Of", "type": "nominal", "legend": {"title": None, "orient": "top"}},
    },
}

EVERY = 2.0
"""Seconds between two looks at a running tuning."""

_ENDED = {"done": "done", "cancelled": "cancelled; it can go on", "failed": "failed; it can go on"}


def draw_tuning(project: Project) -> None:
    """Form on the left; on the right what is at work, and the tunings that ended, the latest first."""
    with store().read() as session:
        active = active_run(project.id, TUNING, session=session)
        runs = list_runs(project.id, TUNING, session=session)
    left, right = st.columns([5, 6], gap="large")
    with left, st.container(border=True, key="tuning-form"):
        draw_tuning_form(project, busy=active is not None)
    with right:
        if active:
            _watch(project.id, active.uid)
        ended = [run for run in runs if run.status in _ENDED]
        if not runs:
            st.text(
                "No tuning yet. A teacher that is tuned on labelled utterances of many intents writes far more that "
                "can be kept, also for intents that it has not seen. It takes minutes on a GPU, hours on a laptop; it "
                "goes on after a restart, and other jobs wait until it is done."
            )
        gone_on = {run.target for run in runs if run.status in ("queued", "running", "done")}
        for position, run in enumerate(ended):
            _draw_ended(project, run, in_full=position == 0 and not active, may_go_on=run.target not in gone_on)


@st.fragment(run_every=EVERY)
def _watch(project_id: int, uid: str) -> None:
    with errors_shown():
        with store().read() as session:
            run = active_run(project_id, TUNING, session=session)
        if run is None or run.uid != uid:
            st.rerun()
        progress = tuning_progress(run)
        with st.container(border=True, key=f"run-box-{run.id}"):
            draw_run_head(run, tuning_order(run).name)
            st.progress(min(progress.step / max(progress.steps, 1), 1.0))
            st.text(_said(progress))
            _draw_curve(progress)


def _draw_ended(project: Project, run: TeacherRun, *, in_full: bool, may_go_on: bool) -> None:
    order, progress = tuning_order(run), tuning_progress(run)
    with st.container(border=True, key=f"run-box-{run.id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            with st.container(gap=None, width="content", key=f"words-run-{run.id}"):
                strong(order.name, key=f"run-{run.id}")
                when = run.finished_at or run.created_at
                muted(f"{_ENDED[run.status]} · from {order.base} · {when:%d %b, %H:%M} UTC", key=f"run-how-{run.id}")
            _next_step(project, run, may_go_on)
        if run.error:
            st.text(run.error)
        if progress.steps:
            st.text(_said(progress))
        if in_full:
            _draw_curve(progress)


def _next_step(project: Project, run: TeacherRun, may_go_on: bool) -> None:
    folder = run.result.get("folder")
    if isinstance(folder, str):
        is_chosen = project.teacher == folder
        label = "In use" if is_chosen else "Use this teacher"
        if st.button(label, key=f"use-run-{run.id}", disabled=is_chosen):
            use_teacher(project, folder)
    elif may_go_on and st.button("Go on", key=f"go-on-{run.id}", icon=":material/play_arrow:"):
        with errors_shown():
            go_on(store(), run.uid, settings())
            st.rerun()


def _said(progress: TuningProgress) -> str:
    """How far, with the losses measured last."""
    if not progress.steps:
        return "Before the first step."
    losses = [
        f"{name} {value:.3f}"
        for name, value in (("loss", progress.loss), ("held-out loss", progress.held_out_loss))
        if value is not None
    ]
    return ", ".join([f"Step {progress.step:,} of {progress.steps:,}", *losses])


def _draw_curve(progress: TuningProgress) -> None:
    """Loss and held-out loss by step, as far as they are measured."""
    rows = [
        {"Step": point["step"], "Loss": point[name], "Of": shown}
        for name, shown in (("loss", "what it learns from"), ("held_out_loss", "held out"))
        for point in progress.curve
        if name in point
    ]
    if rows:
        st.vega_lite_chart(rows, _CURVE, height=240)

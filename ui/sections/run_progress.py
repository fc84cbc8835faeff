"""A trial or tuning at work: its phase, how long it has been at it, and Cancel."""

from __future__ import annotations

import streamlit as st

from jobs.trying import cancel_teacher_run
from storage.tables import TeacherRun, now
from ui.layout import muted, strong
from ui.sections.job_progress import elapsed
from ui.store import store


def draw_run_head(run: TeacherRun, title: str) -> None:
    """What is worked on and how far it is in words, with the button to cancel it."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(gap=None, width="content", key=f"words-run-{run.id}"):
            strong(title, key=f"run-{run.id}")
            muted(f"{_phase(run)} · {elapsed(now() - (run.started_at or run.created_at))}", key=f"run-phase-{run.id}")
        if st.button("Cancel", key=f"cancel-run-{run.id}", icon=":material/stop:", disabled=run.cancel_requested):
            cancel_teacher_run(store(), run.uid)
            st.rerun()


def _phase(run: TeacherRun) -> str:
    if run.cancel_requested:
        return "stopping"
    return run.phase or ("waiting for the worker" if run.status == "queued" else run.status)

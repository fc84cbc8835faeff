"""A run at work, whatever it makes: what it is, its phase, how long it has been at it, and Cancel."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from storage.tables import StudentRow, StudentTask, TeacherRun, now
from ui.layout import muted, strong
from ui.sections.job_progress import elapsed
from ui.sections.waiting import waiting_behind


def draw_head(run: TeacherRun | StudentRow | StudentTask, title: str, *, key: str, cancel: Callable[[], None]) -> None:
    """What is worked on and how far it is in words, with the button to cancel it.

    Args:
        key: unique on the page. cancel: asks the run to stop.
    """
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(gap=None, width="content", key=f"words-{key}"):
            strong(title, key=key)
            muted(f"{_phase(run)} · {elapsed(now() - (run.started_at or run.created_at))}", key=f"phase-{key}")
        if st.button("Cancel", key=f"cancel-{key}", icon=":material/stop:", disabled=run.cancel_requested):
            cancel()
            st.rerun()


def _phase(run: TeacherRun | StudentRow | StudentTask) -> str:
    if run.cancel_requested:
        return "stopping"
    return run.phase or (waiting_behind(run.project_id) if run.status == "queued" else run.status)

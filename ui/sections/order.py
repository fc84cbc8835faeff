"""The button that orders a generation: one job, however often it is pressed."""

from __future__ import annotations

import streamlit as st

from backend.domain.request import Request
from jobs.generating import order_generation
from storage.tables import Project
from ui.messages import errors_shown, say_next
from ui.services import same_active_job
from ui.store import store


def order_button(project: Project, request: Request) -> None:
    """Order the request, unless a job is at it already."""
    busy = same_active_job(store(), project, request) is not None
    pressed = st.button(
        "Generating…" if busy else "Generate",
        key="generate",
        type="primary",
        icon=":material/auto_awesome:",
        width="stretch",
        disabled=busy,
    )
    if pressed:
        with errors_shown():
            _job, new = order_generation(store(), project.id, request)
            if not new:
                say_next("This request was ordered already, and is being worked on.", kind="info")
            st.rerun()

"""The button that orders a generation: one job a language, however often it is pressed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backend.domain.request import Request
from jobs.generating import order_generations
from storage.tables import Project
from ui.messages import errors_shown, say_next
from ui.services import same_active_job
from ui.store import store


def order_button(project: Project, requests: Sequence[Request]) -> bool:
    """Order the requests, unless a job is at each of them already; whether that is so."""
    busy = all(same_active_job(store(), project, request) is not None for request in requests)
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
            ordered = order_generations(store(), project.id, requests)
            if not any(new for _job, new in ordered):
                say_next("This request was ordered already, and is being worked on.", kind="info")
            st.rerun()
    return busy

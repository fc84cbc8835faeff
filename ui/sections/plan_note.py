"""Saying elsewhere that a plan is at work, since what is ordered beside it shares the worker with it."""

from __future__ import annotations

import streamlit as st

from storage.plan_progress import plan_progress
from storage.plans import active_plan
from ui.state import link
from ui.store import store


def draw_plan_note(project_id: int) -> None:
    """How far the project's plan is, with the way to it; nothing where none is at work."""
    with store().read() as session:
        active = active_plan(project_id, session=session)
        if active is None:
            return
        so_far = plan_progress(active.id, session=session)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="plan-note"):
        st.text(f"A plan is being worked off: {so_far.made.raw:,} of {so_far.total:,} outputs.")
        link("plan", "See it")

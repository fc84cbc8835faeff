"""What became of the latest plan, in one line above the form, with the way on where something is left to write."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from jobs.plan_going_on import STOPPED
from storage.plan_progress import plan_progress
from storage.plans import list_plans
from storage.tables import ACTIVE_JOB
from ui.sections.plan_go_on import offer_to_go_on
from ui.store import store
from ui.times import here, shown_time


def draw_latest(project_id: int) -> None:
    """How the latest plan ended; nothing before the first, or while one is at work."""
    with store().read() as session:
        latest = next(iter(list_plans(project_id, limit=1, session=session)), None)
        how = plan_progress(latest.id, session=session) if latest else None
    if latest is None or how is None or how.status in ACTIVE_JOB:
        return
    started = shown_time(latest.created_at, now=datetime.now(here()))
    with st.container(horizontal=True, vertical_alignment="center", key="plan-latest"):
        written = f"{how.made.raw:,} of {how.total:,} outputs written, {how.made.kept:,} kept"
        st.text(f"Plan started {started}: {how.status}, {written}.")
        if how.status in STOPPED:
            offer_to_go_on(latest)

"""What became of the latest plan, in one line above the form, and the next step: a review, or to go on with it."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from jobs.plan_going_on import STOPPED
from storage.filters import ExampleFilter
from storage.plan_progress import plan_progress
from storage.plans import list_plans
from storage.queue import count_left
from storage.tables import ACTIVE_JOB
from ui.messages import counted
from ui.reviewer import reviewer_name
from ui.sections.plan_go_on import offer_to_go_on
from ui.state import link
from ui.store import store
from ui.times import here, shown_time


def draw_latest(project_id: int) -> None:
    """How the latest plan ended; nothing before the first, or while one is at work."""
    with store().read() as session:
        latest = next(iter(list_plans(project_id, limit=1, session=session)), None)
        how = plan_progress(latest.id, session=session) if latest else None
    if latest is None or how is None or how.status in ACTIVE_JOB:
        return
    wanted = ExampleFilter(plan_id=latest.id)
    with store().read() as session:
        left = count_left(project_id, wanted, reviewer=reviewer_name(), session=session)
    started = shown_time(latest.created_at, now=datetime.now(here()))
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="plan-latest"):
        written = f"{how.made.raw:,} of {how.total:,} outputs written, {how.made.kept:,} kept"
        st.text(f"Plan started {started}: {how.status}, {written}.")
        if left:
            link("review", f"Review {counted(left, 'candidate')}", review_plan=str(latest.id))
        if how.status in STOPPED:
            offer_to_go_on(latest)

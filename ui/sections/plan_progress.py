"""A plan at work, drawn anew from the database: how far, where, how long still, and what arrives."""

from __future__ import annotations

import streamlit as st

from backend.domain.schema import Schema
from jobs.planning import cancel_planned
from storage.plan_progress import PlanProgress, plan_progress
from storage.tables import ACTIVE_JOB, now
from ui.layout import muted, strong
from ui.messages import counted, errors_shown
from ui.sections.job_outputs import draw_samples, draw_yield
from ui.sections.job_progress import elapsed, left_in_words
from ui.sections.waiting import waiting_behind
from ui.state import link
from ui.store import store

EVERY = 2.0
"""Seconds between two looks: a plan runs for minutes or hours, and counting its outputs takes the longer."""


@st.fragment(run_every=EVERY)
def watch_plan(project_id: int, plan_id: int, uid: str, ended: int, schema: Schema) -> None:
    """Draw the plan; when one of its jobs ends, the whole page is drawn again, for the lists below.

    Args:
        ended: of its jobs, when the page was drawn.
    """
    with errors_shown():
        with store().read() as session:
            so_far = plan_progress(plan_id, session=session)
        if so_far.ended != ended:
            st.rerun()
        with st.container(border=True, key="plan-at-work"):
            _draw_head(uid, so_far, project_id)
            st.progress(min(so_far.made.raw / max(so_far.total, 1), 1.0))
            made = so_far.made
            left = left_in_words(so_far.started_at, made.raw, so_far.total)
            st.text(f"{made.raw:,} of {so_far.total:,} outputs, {made.kept:,} kept{left}")
            if made.kept:
                link("review", "Review what it wrote so far", review_plan=str(plan_id))
            if made.raw:
                draw_yield(made, key="yield-plan")
            if so_far.current:
                draw_samples(so_far.current.id, schema)


def _draw_head(uid: str, so_far: PlanProgress, project_id: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(gap=None, width="content", key="words-plan"):
            strong(f"{so_far.ended:,} of {counted(so_far.jobs, 'part')} done", key="plan-parts")
            muted(_phase(so_far, project_id), key="plan-phase")
        if st.button("Cancel", key="cancel-plan", icon=":material/stop:", disabled=so_far.cancelling):
            cancel_planned(store(), uid)
            st.rerun()


def _phase(so_far: PlanProgress, project_id: int) -> str:
    time = f" · {elapsed(now() - so_far.started_at)}" if so_far.started_at else ""
    if so_far.cancelling:
        return f"stopping{time}"
    if so_far.current is None:
        return f"{waiting_behind(project_id)}{time}" if so_far.status in ACTIVE_JOB else so_far.status
    job = so_far.current
    return f"{job.intent} · {job.language} · {job.method} · {job.phase or 'beginning'}{time}"

"""A plan at work, drawn anew from the database: how far, where, how long still, and what arrives."""

from __future__ import annotations

import streamlit as st

from backend.domain.schema import Schema
from jobs.plan_estimating import in_words
from jobs.planning import cancel_planned
from storage.plan_progress import PlanProgress, plan_progress
from storage.tables import ACTIVE_JOB, now
from ui.layout import muted, strong
from ui.messages import counted, errors_shown
from ui.sections.job_outputs import draw_samples, draw_yield
from ui.sections.job_progress import elapsed
from ui.state import link
from ui.store import store

EVERY = 2.0
"""Seconds between two looks: a plan runs for minutes or hours, and counting its outputs takes the longer."""


@st.fragment(run_every=EVERY)
def watch_plan(plan_id: int, uid: str, ended: int, schema: Schema) -> None:
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
            _draw_head(uid, so_far)
            st.progress(min(so_far.made.raw / max(so_far.total, 1), 1.0))
            made = so_far.made
            st.text(f"{made.raw:,} of {so_far.total:,} outputs, {made.kept:,} kept{_left(so_far)}")
            if made.kept:
                link("review", "Review what it wrote so far", review_plan=str(plan_id))
            if made.raw:
                draw_yield(made, key="yield-plan")
            if so_far.current:
                draw_samples(so_far.current.id, schema)


def _draw_head(uid: str, so_far: PlanProgress) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(gap=None, width="content", key="words-plan"):
            strong(f"{so_far.ended:,} of {counted(so_far.jobs, 'part')} done", key="plan-parts")
            muted(_phase(so_far), key="plan-phase")
        if st.button("Cancel", key="cancel-plan", icon=":material/stop:", disabled=so_far.cancelling):
            cancel_planned(store(), uid)
            st.rerun()


def _phase(so_far: PlanProgress) -> str:
    time = f" · {elapsed(now() - so_far.started_at)}" if so_far.started_at else ""
    if so_far.cancelling:
        return f"stopping{time}"
    if so_far.current is None:
        return f"waiting for the worker{time}" if so_far.status in ACTIVE_JOB else so_far.status
    job = so_far.current
    return f"{job.intent} · {job.language} · {job.method} · {job.phase or 'beginning'}{time}"


def _left(so_far: PlanProgress) -> str:
    """How long it will take at the pace so far, once there is one."""
    if so_far.started_at is None or so_far.made.raw < 10:
        return ""
    spent = (now() - so_far.started_at).total_seconds()
    return f"; {in_words(spent / so_far.made.raw * (so_far.total - so_far.made.raw))} left"

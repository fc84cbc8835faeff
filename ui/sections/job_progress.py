"""Jobs at work: how far, what phase, how long, and what arrives. All of it is read from the database."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from backend.domain.schema import Schema
from jobs.generating import cancel_generation
from jobs.grammar_note import written_freely
from jobs.plan_estimating import in_words
from storage.jobs import active_jobs
from storage.outputs import job_yield
from storage.tables import Job, now
from ui.layout import muted, strong
from ui.messages import errors_shown
from ui.sections.job_outputs import draw_samples, draw_yield
from ui.sections.pending import draw_pending
from ui.sections.waiting import waiting_behind
from ui.store import store

EVERY = 1.0
"""Seconds between two looks at a running job."""

LEAST_FOR_A_PACE = 10
"""Outputs: before these what was written says little about the rest."""


@st.fragment(run_every=EVERY)
def watch(project_id: int, known: list[str], schema: Schema) -> None:
    """Draw the active jobs of a project every second; when one begins or ends, the whole page is drawn again."""
    with errors_shown():
        with store().read() as session:
            jobs = active_jobs(project_id=project_id, session=session)
        if [job.uid for job in jobs] != known:
            st.rerun()
        for position, job in enumerate(jobs):
            _draw(job, schema, in_full=position == 0)
        draw_pending(project_id)


def _draw(job: Job, schema: Schema, *, in_full: bool) -> None:
    with store().read() as session:
        made = job_yield(job.id, session=session)
    with st.container(border=True, key=f"job-{job.id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            with st.container(gap=None, width="content"):
                strong(f"{job.intent} · {job.language}", key=f"job-{job.id}")
                muted(f"{_phase(job)} · {elapsed(now() - (job.started_at or job.created_at))}", key=f"phase-{job.id}")
            if st.button("Cancel", key=f"cancel-{job.id}", icon=":material/stop:", disabled=job.cancel_requested):
                cancel_generation(store(), job.uid)
                st.rerun()
        st.progress(min(made.raw / max(job.total, 1), 1.0))
        left = left_in_words(job.started_at, made.raw, job.total)
        st.text(f"{made.raw:,} of {job.total:,} outputs, {made.kept:,} kept{left}")
        if freely := written_freely(job):
            muted(freely, key=f"freely-{job.id}")
        if in_full and made.raw:
            draw_yield(made, key=f"yield-{job.id}")
            draw_samples(job.id, schema)


def _phase(job: Job) -> str:
    if job.cancel_requested:
        return "stopping"
    return job.phase or (waiting_behind(job.project_id) if job.status == "queued" else job.status)


def left_in_words(started_at: datetime | None, made: int, total: int) -> str:
    """How long it will take at the pace so far, "; about 3 minutes left"; "" until there is one."""
    if started_at is None or not LEAST_FOR_A_PACE <= made < total:
        return ""
    spent = (now() - started_at).total_seconds()
    return f"; {in_words(spent / made * (total - made))} left"


def elapsed(time: timedelta) -> str:
    """`7 s`, `2 min 5 s`, `1 h 3 min`.

    >>> elapsed(timedelta(seconds=125))
    '2 min 5 s'
    """
    seconds = max(int(time.total_seconds()), 0)
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s"
    return f"{seconds // 3600} h {seconds % 3600 // 60} min"

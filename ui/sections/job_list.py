"""Earlier jobs, and what came of the one that is looked at."""

from __future__ import annotations

import streamlit as st

from backend.domain.schema import Schema
from jobs.estimating import spent
from jobs.grammar_note import written_freely
from jobs.writers import NO_TEACHER
from storage.jobs import list_jobs
from storage.outputs import Yield, job_yield
from storage.tables import ACTIVE_JOB, Job
from ui.layout import muted
from ui.sections.job_outputs import draw_samples, draw_yield
from ui.store import store

SHOWN_JOBS = 20


def draw_jobs(project_id: int, schema: Schema) -> Job | None:
    """The jobs that ended, the latest first; a selected one, or the latest, with its outputs.

    Returns:
        That one; None where none is drawn.
    """
    with store().read() as session:
        jobs = list_jobs(project_id, limit=SHOWN_JOBS, session=session)
        ended = [job for job in jobs if job.status not in ACTIVE_JOB]
        yields = [job_yield(job.id, session=session) for job in ended]
    if not jobs:
        st.text("No job yet. What the teacher writes appears here while it is written.")
        return None
    if not ended:
        return None
    st.subheader("Earlier jobs", anchor=False)
    state = st.dataframe(
        [_row(job, made) for job, made in zip(ended, yields, strict=True)],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={"Ordered": st.column_config.DatetimeColumn(format="D MMM, HH:mm")},
        key=f"jobs-{ended[0].id}",
    )
    rows = state["selection"]["rows"]
    if not rows and len(jobs) != len(ended):
        return None
    chosen = rows[0] if rows else 0
    _draw(ended[chosen], yields[chosen], schema)
    return ended[chosen]


def _row(job: Job, made: Yield) -> dict[str, object]:
    return {
        "Ordered": job.created_at,
        "Intent": job.intent,
        "Status": job.status,
        "Outputs": f"{made.raw} of {job.total}",
        "Kept": made.kept,
        "Method": job.method,
        "Language": job.language,
        "Seconds": round(job.seconds, 1),
        "Teacher": job.teacher,
        "Error": job.error,
    }


def _draw(job: Job, made: Yield, schema: Schema) -> None:
    writer = () if job.teacher == NO_TEACHER else (job.teacher,)
    muted(" · ".join((job.intent, job.language, job.method, *writer, job.status)), key="job-shown")
    st.text(said_of(job, made))
    if freely := written_freely(job):
        muted(freely, key="job-freely")
    if job.error:
        st.error("The job failed. What it had written before is kept.", icon=":material/error:")
        st.text(job.error)
    if made.raw:
        draw_yield(made, key=f"yield-{job.id}")
        draw_samples(job.id, schema)


def said_of(job: Job, made: Yield) -> str:
    """How much a job wrote, how much of it was kept, and how long the teacher took."""
    speed = f" ({made.tokens / job.seconds:,.0f} tokens a second)" if made.tokens and job.seconds >= 0.1 else ""
    bill = spent(job, made)
    took = f"{made.raw:,} of {job.total:,} outputs, {made.kept:,} kept, in {job.seconds:,.0f} s{speed}"
    return f"{took}; {bill}" if bill else took

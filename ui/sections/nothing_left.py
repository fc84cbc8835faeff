"""What the Review page says while no candidate is left: why, what to do next, and that more is being written."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from storage.jobs import active_jobs
from storage.outputs import job_yield
from storage.projects import project_contents
from storage.queue import PENDING, count_left
from storage.tables import Project
from ui.layout import empty_state, muted
from ui.messages import counted
from ui.review_filters import clear_filters
from ui.review_queue import Desk
from ui.state import link
from ui.store import store

LOOK_AGAIN = timedelta(seconds=5)


@st.fragment(run_every=LOOK_AGAIN)
def nothing_left(project: Project, chosen: Desk) -> None:
    """Say so; the page goes on by itself once there is a candidate."""
    with store().read() as session:
        every = count_left(project.id, PENDING, reviewer=chosen.reviewer, session=session)
        left = count_left(project.id, chosen.wanted, reviewer=chosen.reviewer, session=session)
    if left:
        st.rerun()
    writing = _writing(project.id)
    if every:
        _nothing_matches(every, writing)
    else:
        _nothing_at_all(project.id, writing)


def _nothing_matches(others: int, writing: str) -> None:
    with empty_state(
        "Nothing matches these filters",
        f"{counted(others, 'candidate')} of other kinds still to review.",
        icon=":material/filter_alt_off:",
        key="review-filtered",
    ):
        _say_writing(writing)
        if st.button("Show all that is left", icon=":material/filter_alt_off:", on_click=clear_filters):
            st.rerun()  # the filters stand outside of the fragment


def _nothing_at_all(project_id: int, writing: str) -> None:
    with store().read() as session:
        contents = project_contents(project_id, session=session)
    sentence = (
        f"{counted(contents.accepted, 'utterance')} accepted (and {counted(contents.seeds, 'seed')}), "
        f"{contents.rejected:,} rejected."
    )
    title = "Nothing to review yet" if writing else "Nothing to review"
    with empty_state(title, sentence, icon=":material/task_alt:", key="review"):
        _say_writing(writing)
        with st.container(horizontal=True, horizontal_alignment="center"):
            if writing:
                link("generate", "Watch them arrive")
            else:
                link("generate", "Generate more" if contents.outputs else "Generate candidates")
            if contents.accepted or contents.seeds:
                link("export", f"Export {counted(contents.accepted + contents.seeds, 'utterance')}")


def _writing(project_id: int) -> str:
    """How far the jobs are that write for the project; "" where none does."""
    with store().read() as session:
        jobs = [job for job in active_jobs(session=session) if job.project_id == project_id]
        made = sum(job_yield(job.id, session=session).raw for job in jobs)
    if not jobs:
        return ""
    at_work = counted(len(jobs), "job is", "jobs are")
    return f"{at_work} at work: {made:,} of {sum(job.total for job in jobs):,} outputs so far. What is kept comes here."


def _say_writing(writing: str) -> None:
    if writing:
        muted(writing, key="review-writing")

"""A test file of one's own: what it holds, what of it the student has seen, and how the student does on it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jobs.settings import settings
from jobs.student_curve import cancel_task
from jobs.student_tests import (
    Uploaded,
    learnt_overlap,
    measured_test,
    order_test,
    ordered_test,
    unknown_labels,
)
from storage.student_tasks import active_task, list_tasks
from storage.tables import ACTIVE_JOB, TEST, Project, StudentRow, StudentTask
from ui.layout import muted, strong
from ui.messages import counted, errors_shown
from ui.sections.facts import draw_facts
from ui.sections.run_head import draw_head
from ui.sections.student_errors import draw_errors
from ui.sections.student_figures import draw_labels, shares_facts
from ui.sections.test_upload import draw_next, draw_refused, let_go, uploaded
from ui.sections.widened import draw_missed
from ui.store import store

EVERY = 1.0
"""Seconds between two looks at a test that is at work."""


def draw_tests(project: Project, student: StudentRow, slots: Sequence[str]) -> None:
    """The upload, the test that is at work, and what came of the last one of this student.

    Args:
        slots: of the schema, in its order, for their colours.
    """
    with store().read() as session:
        active = active_task(project.id, TEST, session=session)
        tasks = list_tasks(project.id, TEST, student_id=student.id, session=session)
    with st.container(border=True, key="test-upload"), errors_shown():
        _upload(project, student, busy=active is not None)
    if active is not None:
        _watch(project.id, active.uid)
    ended = [task for task in tasks if task.status not in ACTIVE_JOB]
    if ended:
        with errors_shown():
            _draw_ended(ended, student, slots)


def _upload(project: Project, student: StudentRow, *, busy: bool) -> None:
    read = uploaded(project)
    if read is None:
        return
    _draw_read(project, student, read)
    number = counted(len(read.utterances), "utterance")
    if st.button(f"Measure on {number}", type="primary", icon=":material/rule:", key="measure", disabled=busy):
        order_test(store(), student.uid, read, settings())
        let_go()
        st.rerun()


def _draw_read(project: Project, student: StudentRow, read: Uploaded) -> None:
    shared = learnt_overlap(store(), student, read.utterances)
    counts = (len(shared.exact), len(shared.delexicalised)) if shared else (None, None)
    st.text(_overlap(len(read.utterances), *counts))
    draw_next(project, read)
    unknown = unknown_labels(student, read.utterances)
    if unknown:
        st.text(f"The student never learnt, and cannot say: {', '.join(unknown)}.")
    draw_refused(read)


def _overlap(utterances: int, exact: int | None, alike: int | None) -> str:
    """What of a test file the student has seen, in words."""
    if exact is None or alike is None:
        return "It is not known what this student learnt from, so nor is whether it has seen any of these."
    if not exact + alike:
        return f"The student learnt from none of {counted(utterances, 'utterance')}."
    return (
        f"Of {counted(utterances, 'utterance')}, the student learnt from {exact:,} word for word, and from {alike:,} "
        "but for the values of their slots: on these, it may only remember."
    )


@st.fragment(run_every=EVERY)
def _watch(project_id: int, uid: str) -> None:
    with errors_shown():
        with store().read() as session:
            task = active_task(project_id, TEST, session=session)
        if task is None or task.uid != uid:
            st.rerun()
        about, done = ordered_test(task), int(task.progress.get("done", 0))
        with st.container(border=True, key=f"test-box-{task.id}"):
            draw_head(task, about.name, key="test", cancel=lambda: cancel_task(store(), uid))
            st.progress(min(done / max(about.utterances, 1), 1.0))
            st.text(f"{done:,} of {counted(about.utterances, 'utterance')}")


def _draw_ended(tasks: Sequence[StudentTask], student: StudentRow, slots: Sequence[str]) -> None:
    """The test that is chosen of those of this student, the latest at first."""
    task = tasks[0]
    if len(tasks) > 1:
        named = {f"No. {one.id}, {ordered_test(one).name}": one for one in tasks}
        task = named[st.selectbox("Test", list(named), key="test", bind="query-params")]
    about, result = ordered_test(task), measured_test(task)
    strong(about.name, key="test-name")
    if task.status == "failed":
        st.error("The student could not be measured.", icon=":material/error:")
        st.text(task.error)
    elif result is None:
        st.text("The test was cancelled.")
    else:
        draw_facts([*shares_facts(result.figures.overall), ("Measured on", f"{about.utterances:,}")], key="test")
        draw_missed(result.figures, key="test")
        muted(_overlap(about.utterances, about.exact, about.delexicalised), key="test-overlap")
        if result.unseen is not None:
            unseen = counted(result.unseen.utterances, "utterance")
            muted(f"On the {unseen} that it has not seen so:", key="test-unseen")
            draw_facts(shares_facts(result.unseen), key="test-unseen")
        draw_labels(result.figures)
        draw_errors(student, slots, task_id=task.id)

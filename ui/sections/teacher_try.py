"""Trying a teacher for ten seconds: a small request, progress, figures, and its outputs raw and read."""

from __future__ import annotations

import streamlit as st

from backend.domain.request import Request
from backend.domain.schema import Schema
from jobs.estimating import is_paid_for
from jobs.grammar_note import tried_freely
from jobs.trying import TRIAL_SECONDS, estimate_trial, order_trial, trial_result, trial_schema
from storage.tables import TRIAL, Project, TeacherRun
from storage.teacher_runs import active_run, list_runs
from ui.components.side_by_side import side_by_side
from ui.layout import muted, strong
from ui.messages import errors_shown
from ui.sections.facts import draw_facts, shown_bytes
from ui.sections.grammar import draw_grammar_note
from ui.sections.request_form import include_choice
from ui.sections.run_progress import draw_run_head
from ui.sections.teacher_card import trial_facts
from ui.store import store

EVERY = 1.0
"""Seconds between two looks at a running trial."""


def draw_trial(project: Project) -> None:
    """The form, the trial that is under way or the last one, and earlier ones to compare with."""
    schema, is_own = trial_schema(store(), project.id)
    slots = [slot.name for slot in schema.slots]
    with store().read() as session:
        active = active_run(project.id, TRIAL, session=session)
        runs = list_runs(project.id, TRIAL, session=session)
    left, right = st.columns([5, 6], gap="large")
    with left, st.container(border=True, key="trial-form"), errors_shown():
        if not is_own:
            muted("The project has no intent yet, so the demo's are tried.", key="demo-tried")
        _form(project, schema, busy=active is not None)
    with right:
        if active:
            _watch(project.id, active.uid)
        ended = [run for run in runs if run.status not in ("queued", "running")]
        if ended and not active:
            _draw_ended(ended[0], slots)
        elif not active:
            st.text(
                "Nothing tried yet. A trial loads the teacher, has it write for ten seconds, and shows each output "
                "as it came beside what was read of it. No candidate is stored."
            )
        _draw_earlier(ended[0 if active else 1 :])


def _form(project: Project, schema: Schema, *, busy: bool) -> None:
    with st.container(gap=None, key="trial-teacher"):
        muted("Teacher", key="trial-teacher-label")
        strong(project.teacher, key="trial-teacher")
    intent = st.selectbox("Intent", [one.name for one in schema.intents], key="intent", bind="query-params")
    include = include_choice(schema, intent)
    request = Request(intent, project.language, include)
    agreed = True
    draw_grammar_note(project.teacher)
    if is_paid_for(project.teacher):
        st.text(estimate_trial(store(), project.id, request, teacher=project.teacher).text)
        agreed = st.checkbox("Send it to the server, at that cost", key="trial-agreed")
    pressed = st.button(
        "Trying…" if busy else "Try for 10 seconds",
        key="try",
        type="primary",
        icon=":material/timer:",
        width="stretch",
        disabled=busy or not agreed,
    )
    if pressed:
        order_trial(store(), project.id, request)
        st.rerun()


@st.fragment(run_every=EVERY)
def _watch(project_id: int, uid: str) -> None:
    with errors_shown():
        with store().read() as session:
            run = active_run(project_id, TRIAL, session=session)
        if run is None or run.uid != uid:
            st.rerun()
        with st.container(border=True, key=f"run-box-{run.id}"):
            draw_run_head(run, run.teacher)
            seconds = float(run.progress.get("seconds", 0.0))
            st.progress(min(seconds / TRIAL_SECONDS, 1.0))
            st.text(f"{run.progress.get('outputs', 0):,} outputs, {run.progress.get('tokens', 0):,} tokens so far")


def _draw_ended(run: TeacherRun, slots: list[str]) -> None:
    muted(f"{run.teacher} · {run.finished_at or run.created_at:%d %b, %H:%M} UTC", key="trial-of")
    result = trial_result(run)
    if run.status == "failed":
        st.error("The trial failed.", icon=":material/error:")
        st.text(run.error)
    elif result is None:
        st.text("The trial was cancelled.")
    else:
        draw_facts(trial_facts(result), key="trial")
        if not result.outputs:
            st.text("No output was finished in ten seconds: this teacher is slow here.")
            return
        paid = f"; {result.input_tokens:,} input and {result.tokens:,} output tokens" if result.input_tokens else ""
        st.text(f"{result.kept:,} of {result.outputs:,} outputs kept, written in {result.seconds:.1f} s{paid}")
        if freely := tried_freely(result):
            muted(freely, key="trial-freely")
        side_by_side(result.shown, slots, key=f"trial-outputs-{run.id}")
        if result.outputs > len(result.shown):
            muted(f"The first {len(result.shown)} of them.", key="trial-first")


def _draw_earlier(runs: list[TeacherRun]) -> None:
    rows = []
    for run in runs:
        result = trial_result(run)
        if result is not None:
            rows.append(
                {
                    "Tried": run.finished_at,
                    "Teacher": run.teacher,
                    "Tokens a second": round(result.tokens_per_second, 1),
                    "Kept": f"{result.kept} of {result.outputs}",
                    "Device": f"{result.device} {result.dtype}".strip(),
                    "Memory": shown_bytes(result.process_bytes),
                }
            )
    if rows:
        st.subheader("Earlier trials", anchor=False)
        st.dataframe(
            rows,
            hide_index=True,
            column_config={"Tried": st.column_config.DatetimeColumn(format="D MMM, HH:mm")},
            key="earlier-trials",
        )

"""Generate: order utterances from a teacher, and watch them arrive."""

from __future__ import annotations

import streamlit as st

from backend.domain.errors import InvalidValue
from backend.domain.schema import Schema
from storage.jobs import active_jobs
from storage.tables import Project
from ui.layout import empty_state, heading
from ui.messages import errors_shown
from ui.sections.grammar import draw_grammar_note
from ui.sections.job_list import draw_jobs
from ui.sections.job_progress import watch
from ui.sections.lack import draw_lack
from ui.sections.order import order_button
from ui.sections.pending import draw_pending
from ui.sections.plan_note import draw_plan_note
from ui.sections.prompt import draw_estimate, draw_prompts
from ui.sections.request_form import request_form
from ui.sections.teacher import draw_teacher
from ui.sections.worker import warn_without_worker
from ui.services import schema_of
from ui.state import link, require_project
from ui.store import store


def page() -> None:
    project = require_project()
    heading("generate", project)
    warn_without_worker()
    schema = schema_of(store(), project.id)
    if not schema.intents:
        with empty_state(
            "Nothing to generate yet",
            "Add an intent and, if you can, a few seeds of it: the teacher follows them."
            if schema.parses is None
            else "Write a few seeds with their parses: intents and labels come from them.",
            icon=":material/auto_awesome:",
            key="generate",
        ):
            link("schema", "Go to Schema & seeds")
        return
    # Read before the button looks: a job that ends between the two is one that is watched, and seen to have ended.
    with store().read() as session:
        active = active_jobs(project_id=project.id, session=session)
    left, right = st.columns([5, 6], gap="large")
    with left, st.container(border=True, key="order"):
        draw_teacher(project)
        with errors_shown():
            if _order(project, schema) and not active:
                st.rerun()  # a job began meanwhile, in another tab or from the command line
    with right:
        draw_plan_note(project.id)
        if active:
            watch(project.id, [job.uid for job in active], schema)
        else:
            draw_pending(project.id)
        draw_jobs(project.id, schema)


def _order(project: Project, schema: Schema) -> bool:
    """Ask what is wanted, with the button to order it or what it lacks; whether a job is at all of it already."""
    try:
        requests = request_form(project, schema)
        draw_prompts(project.id, requests)
        draw_grammar_note(project.teacher, requests[0])
        draw_estimate(project, requests)
    except InvalidValue as error:
        draw_lack(project.id, st.session_state["intent"], error)
        return False
    return order_button(project, requests)


page()

"""Plan: what the targets lack, asked for over intents, languages and methods, and worked off as one."""

from __future__ import annotations

import streamlit as st

from backend.domain.schema import Schema
from storage.plan_progress import plan_progress
from storage.plans import active_plan
from storage.tables import Project
from ui.layout import empty_state, heading
from ui.messages import errors_shown
from ui.sections.plan_form import plan_form
from ui.sections.plan_latest import draw_latest
from ui.sections.plan_list import draw_plans
from ui.sections.plan_progress import watch_plan
from ui.sections.plan_start import start_plan
from ui.sections.teacher import draw_teacher
from ui.sections.worker import warn_without_worker
from ui.services import schema_of
from ui.state import link, require_project
from ui.store import store


def page() -> None:
    project = require_project()
    heading("plan", project)
    warn_without_worker()
    schema = schema_of(store(), project.id)
    if not schema.intents:
        with empty_state(
            "Nothing to plan for yet",
            "Add intents and, if you can, a few seeds of each; then say how many accepted examples you aim for."
            if schema.parses is None
            else "Write a few seeds with their parses; then say how many accepted examples you aim for.",
            icon=":material/checklist:",
            key="plan",
        ):
            link("schema", "Go to Schema & seeds")
        return
    with store().read() as session:
        active = active_plan(project.id, session=session)
        so_far = plan_progress(active.id, session=session) if active else None
    if active and so_far:
        watch_plan(active.project_id, active.id, active.uid, so_far.ended, schema)
    else:
        draw_latest(project.id)
        _new_plan(project, schema)
    draw_plans(project.id, of_parses=schema.parses is not None)


def _new_plan(project: Project, schema: Schema) -> None:
    with st.container(border=True, key="plan-order"):
        draw_teacher(project)
        with errors_shown():
            start_plan(project, plan_form(project, schema), of_parses=schema.parses is not None)


page()

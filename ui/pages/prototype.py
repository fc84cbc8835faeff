"""Prototype: an intent from its name alone; describe it, and see what people might say."""

from __future__ import annotations

import streamlit as st

from storage.jobs import active_jobs
from storage.tables import Project
from ui.layout import empty_state, heading
from ui.messages import errors_shown
from ui.sections.grammar import draw_grammar_note
from ui.sections.job_list import draw_jobs
from ui.sections.job_progress import watch
from ui.sections.prototype_form import prototype_form
from ui.sections.worker import warn_without_worker
from ui.services import schema_of
from ui.state import link, require_project
from ui.store import store


def page() -> None:
    project = require_project()
    heading("prototype", project)
    if schema_of(store(), project.id).parses is not None:
        with empty_state(
            "Parses need examples",
            "A new intent cannot be tried by its name where what may stand inside it is learnt from parses.",
            icon=":material/account_tree:",
            key="prototype",
        ):
            link("schema", "Write seeds with their parses")
        return
    warn_without_worker()
    left, right = st.columns([5, 6], gap="large")
    with left, st.container(border=True, key="prototype"), errors_shown():
        draw_grammar_note(project.teacher)
        prototype_form(project)
    with right:
        _made(project)


def _made(project: Project) -> None:
    schema = schema_of(store(), project.id)
    with store().read() as session:
        active = active_jobs(project_id=project.id, session=session)
    if active:
        watch(project.id, [job.uid for job in active], schema)
        return
    if not schema.intents:
        st.text("Up to twenty utterances with their slots appear here, a few seconds after you have named the intent.")
        return
    job = draw_jobs(project.id, schema)
    if job is not None:
        with st.container(horizontal=True):
            link("review", "Review what was written", review_intent=job.intent)
            link("schema", "Add seeds: the teacher follows them", seeds_of=job.intent)


page()

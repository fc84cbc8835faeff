"""History: every decision of the project; find one, see what it changed, take it back."""

from __future__ import annotations

import streamlit as st

from storage.history import HistoryFilter, count_history
from ui.layout import empty_state, heading
from ui.messages import errors_shown
from ui.reviewer import reviewer_name
from ui.sections.bulk_progress import draw_bulk
from ui.sections.history_detail import draw_decision
from ui.sections.history_filters import history_filters
from ui.sections.history_table import draw_history
from ui.services import schema_of
from ui.state import link, require_project
from ui.store import store


def page() -> None:
    project = require_project()
    heading("history", project)
    with store().read() as session:
        total = count_history(project.id, HistoryFilter(), session=session)
    if not total:
        with empty_state(
            "Nothing was decided yet",
            "Each decision is kept here with who made it, when, and what it changed, and can be taken back.",
            icon=":material/history:",
            key="history",
        ):
            link("review", "Review candidates")
        return
    reviewer = reviewer_name()
    schema = schema_of(store(), project.id)
    wanted = history_filters(project.id, schema)
    draw_bulk(project.id, reviewer=reviewer)
    decision_id = draw_history(project, wanted)
    if decision_id is None:
        st.text("Select a row to see what was changed, the whole history of its example, and to take it back.")
        return
    with errors_shown():
        draw_decision(project, decision_id, schema, reviewer=reviewer)


page()

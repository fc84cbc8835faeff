"""Progress: what is accepted against the targets, what is left, and how the review is going."""

from __future__ import annotations

import streamlit as st

from storage.pace import last_hour
from storage.parse_schemas import load_parses
from storage.progress import coverage
from storage.scores import last_scoring, learning_curve
from ui.layout import empty_state, heading
from ui.sections.acceptance import draw_rates
from ui.sections.coverage import draw_coverage
from ui.sections.learning import draw_learning
from ui.sections.missing import draw_missing
from ui.sections.pace import draw_pace, draw_shares
from ui.sections.targets import draw_targets
from ui.state import link, require_project
from ui.statistics import statistics
from ui.store import store


def page() -> None:
    project = require_project()
    heading("progress", project)
    with store().read() as session:
        cells = coverage(project.id, session=session)
        of_parses = load_parses(project.id, session=session) is not None
        last = last_scoring(project.id, session=session)
        curve = learning_curve(project.id, session=session)
    if not cells:
        with empty_state(
            "Nothing to measure yet",
            f"{'Write seeds with their parses' if of_parses else 'Add an intent and write its seeds'}; "
            "then say how many accepted examples you aim for, and see here what is still missing.",
            icon=":material/monitoring:",
            key="progress",
        ):
            link("schema", "Go to Schema & seeds")
        return
    draw_coverage(cells, of_parses=of_parses)
    draw_missing(project, cells, of_parses=of_parses)
    draw_targets(project.id, cells, of_parses=of_parses)
    counted = statistics(project)
    draw_rates(counted.rates)
    draw_learning(last, curve, pending=sum(cell.pending for cell in cells if not cell.slot))
    if not counted.shares:
        st.text("Nothing was decided yet. How fast the review goes, and who did what, appears here with the first.")
        link("review", "Review candidates")
        return
    with store().read() as session:
        hour = last_hour(project.id, session=session)
    draw_pace(counted.days, hour)
    draw_shares(counted.shares)


page()

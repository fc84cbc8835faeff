"""A plan before it runs: what it asks for, what it comes to, and the button that orders it."""

from __future__ import annotations

import streamlit as st

from jobs.plan_estimating import estimate_plan
from jobs.planning import PlanOrder, order_plan, plan_for, reckoned_by, why_nothing
from storage.tables import Project
from ui.layout import muted, strong
from ui.messages import errors_shown, say_next
from ui.sections.grammar import draw_grammar_note
from ui.sections.plan_table import draw_plan
from ui.state import link
from ui.store import store


def start_plan(project: Project, order: PlanOrder, *, of_parses: bool) -> None:
    """Show the plan of an order and let it be started.

    Raises:
        InvalidValue: an order that does not fit the schema.
    """
    plan = plan_for(store(), project.id, order, teacher=project.teacher)
    strong("What is asked for, and why", key="plan-asked")
    draw_plan(plan, of_parses=of_parses)
    if not plan.items:
        st.text(why_nothing(plan))
        with st.container(horizontal=True):
            link("progress", "Set targets")
            if any(cell.coming for cell in plan.cells):
                link("review", "Review what waits")
        return
    reckoned = " ".join(reckoned_by(plan))
    muted(f"{reckoned} What waits for review counts as far as it will be.", key="plan-why")
    if plan.needed > plan.outputs:
        st.text(f"To fill the targets it would take {plan.needed:,} outputs.")
    expected = estimate_plan(store(), project.id, plan, teacher=project.teacher)
    with st.container(key="plan-estimate"):
        st.text(expected.text)
    if expected.written:
        draw_grammar_note(project.teacher)
    if st.button(f"Start: {plan.outputs:,} outputs", type="primary", icon=":material/play_arrow:", key="start-plan"):
        with errors_shown():
            _row, new = order_plan(store(), project.id, order, plan, teacher=project.teacher)
            if not new:
                say_next("Another plan of this project was started already, and is being worked off.", kind="info")
            st.rerun()

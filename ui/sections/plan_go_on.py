"""The way on from a plan that was cancelled or that broke down."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from jobs.plan_going_on import go_on_with, gone_on_with, left_of_plan
from storage.tables import PlanRow
from ui.layout import muted
from ui.messages import errors_shown, say_next
from ui.store import store
from ui.times import here, shown_time


def offer_to_go_on(plan: PlanRow) -> None:
    """A button that orders what the plan left unwritten; nothing where nothing is left, or where it was pressed."""
    with store().read() as session:
        if gone_on_with(plan, session=session):
            muted("A later plan went on with it.", key=f"plan-gone-on-{plan.id}")
            return
    left = left_of_plan(store(), plan.project_id, plan.uid)
    if not left:
        return
    started = shown_time(plan.created_at, now=datetime.now(here()))
    if st.button(
        f"Go on with the plan of {started}: {left:,} outputs left", icon=":material/resume:", key=f"go-on-{plan.id}"
    ):
        with errors_shown():
            _row, new = go_on_with(store(), plan.project_id, plan.uid)
            if not new:
                say_next("Another plan of this project was started already, and is being worked off.", kind="info")
            st.rerun()

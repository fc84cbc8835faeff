"""Earlier plans, and what came of the one that is looked at."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backend.domain.language import language_name
from jobs.plan_estimating import spent_on
from jobs.plan_going_on import CONTINUES, STOPPED
from jobs.writers import NO_TEACHER
from storage.plan_progress import PlanProgress, made_by_jobs, plan_progress
from storage.plans import list_plans
from storage.tables import ACTIVE_JOB, PlanRow
from ui.layout import muted
from ui.sections.coverage import kind_of_cell
from ui.sections.job_outputs import draw_yield
from ui.sections.plan_form import BY_RULE
from ui.sections.plan_go_on import offer_to_go_on
from ui.sections.plan_table import draw_cells
from ui.state import link
from ui.store import store

SHOWN_PLANS = 10


def draw_plans(project_id: int, *, of_parses: bool) -> None:
    """The plans that ended, the latest first; a selected one, or the latest, with its parts."""
    with store().read() as session:
        plans = list_plans(project_id, limit=SHOWN_PLANS, session=session)
        found = [(plan, plan_progress(plan.id, session=session)) for plan in plans]
    ended = [(plan, how) for plan, how in found if how.status not in ACTIVE_JOB]
    if not ended:
        return
    st.subheader("Earlier plans", anchor=False)
    state = st.dataframe(
        [_row(plan, how) for plan, how in ended],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={"Ordered": st.column_config.DatetimeColumn(format="D MMM, HH:mm")},
        placeholder="–",
        key=f"plans-{ended[0][0].id}",
    )
    rows = state["selection"]["rows"]
    if rows or len(found) == len(ended):
        at = rows[0] if rows else 0
        # With the latest it is gone on from above.
        _draw(*ended[at], older=at > 0 and len(found) == len(ended), of_parses=of_parses)


def _row(plan: PlanRow, how: PlanProgress) -> dict[str, object]:
    return {
        "Ordered": plan.created_at,
        "Status": how.status,
        "Outputs": f"{how.made.raw:,} of {how.total:,}",
        "Kept": how.made.kept,
        "Parts": how.jobs,
        "Seconds": round(how.seconds, 1),
    }


def _draw(plan: PlanRow, how: PlanProgress, *, older: bool, of_parses: bool) -> None:
    if plan.spec.get(CONTINUES):
        muted("It goes on with an earlier plan.", key=f"plan-continues-{plan.id}")
    if how.errors:
        st.error(f"{how.failed:,} of {how.jobs:,} parts failed. What was written is kept.", icon=":material/error:")
        for error in how.errors:
            st.text(error)
    if bill := spent_on(how):
        st.text(bill)
    if how.status in STOPPED and older:
        offer_to_go_on(plan)
    if how.made.kept:
        link("review", "Review what it wrote", review_plan=str(plan.id))
    if how.made.raw:
        draw_yield(how.made, key=f"yield-plan-{plan.id}")
    with st.expander("Its parts", icon=":material/list:"):
        st.dataframe(_parts(plan.id), hide_index=True, key=f"plan-parts-{plan.id}")
    cells = plan.spec.get("cells", [])
    if cells:
        with st.expander("What was asked for, and why", icon=":material/checklist:"):
            muted("As the project stood when the plan was started.", key=f"plan-then-{plan.id}")
            draw_cells(cells, kind_of_cell(of_parses=of_parses), key=f"plan-cells-{plan.id}")


def _parts(plan_id: int) -> Sequence[dict[str, object]]:
    with store().read() as session:
        made = made_by_jobs(plan_id, session=session)
    return [
        {
            "Intent": job.intent,
            "Language": language_name(job.language),
            "Method": job.method,
            "Written by": BY_RULE if job.teacher == NO_TEACHER else job.teacher,
            "Status": job.status,
            "Outputs": f"{raw:,} of {job.total:,}",
            "Kept": kept,
            "Error": job.error,
        }
        for job, raw, kept in made
    ]

"""What lacks the most of its target, each with the way to Generate, or to Review where enough waits there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from backend.domain.request import MAX_COUNT
from jobs.planning import Plan, PlanOrder, plan_for
from storage.progress import Coverage, shortfalls
from storage.tables import Project
from ui.layout import muted, strong
from ui.messages import errors_shown
from ui.sections.plan_form import usual_order
from ui.sections.request_form import address_of_part
from ui.services import schema_of
from ui.state import link
from ui.store import store

SHOWN = 5


@dataclass(frozen=True)
class Lack:
    """What lacks of a target, and of it what would still lack once all that waits was reviewed.

    `asked` is how many raw outputs the Plan page asks for to fill that, 0 where its method cannot.
    """

    cell: Coverage
    after_review: int
    asked: int


def draw_missing(project: Project, cells: Sequence[Coverage], *, of_parses: bool) -> None:
    """The largest shortfalls; nothing where there is none."""
    if not shortfalls(cells):
        return
    with errors_shown():
        order = usual_order(project, schema_of(store(), project.id))
        found = _planned(store().url, project.id, project.teacher, order, tuple(cells))
        st.subheader("What is missing", anchor=False)
        with st.container(border=True, gap="small", key="missing"):
            for position, one in enumerate(found[:SHOWN]):
                _draw(one, position, of_parses=of_parses)
        if len(found) > SHOWN:
            muted(f"{len(found) - SHOWN} more lack less.", key="missing-more")
        if len([one for one in found if one.after_review]) > 1:
            link("plan", "Plan all of it as one")


def lacks(cells: Sequence[Coverage], plan: Plan) -> list[Lack]:
    """What lacks of its target, first what a plan asks most for: what waits for review counts as it does there."""
    needs = {(one.intent, one.slot): one for one in plan.cells}
    found = []
    for cell in shortfalls(cells):
        need = needs.get((cell.intent, cell.slot))
        if need is not None:  # None where its target was set since the plan was made
            found.append(Lack(cell, need.missing, plan.asked(need) if need.missing else 0))
    return sorted(found, key=lambda one: -one.after_review)


# A plan of 40,000 examples takes a second, and every click draws the page. What drops out of the checks changes no
# cell, but what a method is expected to yield: hence the minute.
@st.cache_data(ttl=60, max_entries=16, show_spinner=False)
def _planned(
    url: str,  # noqa: ARG001 - of which database
    project_id: int,
    teacher: str,
    order: PlanOrder,
    cells: tuple[Coverage, ...],
) -> list[Lack]:
    return lacks(cells, plan_for(store(), project_id, order, teacher=teacher))


def _draw(one: Lack, position: int, *, of_parses: bool) -> None:
    cell = one.cell
    with st.container(horizontal=True, vertical_alignment="center", key=f"missing-{position}"):
        with st.container(width="stretch", gap=None, key=f"words-missing-{position}"):
            strong(f"{cell.intent} with {cell.slot}" if cell.slot else cell.intent, key=f"missing-{position}")
            muted(said_of(one), key=f"missing-said-{position}")
        if not one.after_review:
            link("review", "Review", review_intent=cell.intent, **({"review_slot": cell.slot} if cell.slot else {}))
        elif one.asked:
            link("generate", f"Generate {_count(one):,}", **_address(one, of_parses=of_parses))
        else:
            link("plan", "See why on Plan")


def said_of(one: Lack) -> str:
    """What lacks now, and what of it review is expected to bring."""
    cell = one.cell
    said = f"{cell.missing:,} of {cell.target:,} missing"
    if not cell.pending:
        return said
    if not one.after_review:
        return f"{said}; enough waits for review: {cell.pending:,}"
    return f"{said}; {cell.pending:,} to review, after which {one.after_review:,} will likely be missing"


def _count(one: Lack) -> int:
    return min(one.asked, MAX_COUNT)


def _address(one: Lack, *, of_parses: bool) -> dict[str, str]:
    """Of the Generate page with all of it chosen."""
    asked = address_of_part(one.cell.intent, one.cell.slot, of_parses=of_parses)
    return {"intent": one.cell.intent, "count": str(_count(one)), **asked}

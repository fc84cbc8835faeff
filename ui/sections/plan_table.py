"""What a plan asks for and why: by what lacks, and request by request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from backend.domain.language import language_name
from jobs.planning import Plan, cell_record, slots_of
from ui.sections.coverage import WHOLE, kind_of_cell

MISSING = "Missing"
MEANS = {MISSING: "Of the target, without this plan: once what waits for review is reviewed as it is expected to be."}
"""Column → what its name alone does not say."""

NUMBERS = {
    name: st.column_config.NumberColumn(format="localized", width=width, help=MEANS.get(name))
    for name, width in (
        ("Target", 75),
        ("Accepted", 90),
        ("To review", 95),
        (MISSING, 85),
        ("Outputs", 80),
        ("Likely accepted", 120),
    )
}
AS_DRAWN, NO_SLOTS = "as the method draws", "none"


def draw_plan(plan: Plan, *, of_parses: bool) -> None:
    """The chosen intents and their slots or labels with a target, then what is asked for, then what cannot be."""
    kind = kind_of_cell(of_parses=of_parses)
    draw_cells([cell_record(plan, cell) for cell in plan.cells], kind, key="plan-cells")
    if plan.items:
        with st.expander(f"Request by request: {len(plan.items):,}", icon=":material/list:"):
            st.dataframe(
                _requests(plan, kind), hide_index=True, column_config=NUMBERS, placeholder="–", key="plan-requests"
            )
    if plan.unable:
        with st.expander(f"What no chosen method can do: {len(plan.unable):,}", icon=":material/block:"):
            rows = [
                {
                    "Intent": one.intent,
                    "Language": language_name(one.language),
                    f"{kind}s": _said(None if one.slots is None else list(one.slots)),
                    "Why": one.reason,
                }
                for one in plan.unable
            ]
            st.dataframe(rows, hide_index=True, key="plan-unable")


def draw_cells(cells: Sequence[Mapping[str, Any]], kind: str, *, key: str) -> None:
    """One row for each intent or part of it: what is there, what lacks, what is asked for, what may come of it.

    Args:
        kind: of the parts, as the head of the table says it.
    """
    rows = [
        {
            "Intent": one["intent"],
            kind: one["slot"] or WHOLE,
            "Outputs": one["asked"],
            "Likely accepted": one["expected"],
            MISSING: one["missing"] if one["target"] else None,
            "Target": one["target"] or None,
            "Accepted": one["accepted"],
            "To review": one["pending"],
        }
        for one in cells
    ]
    st.dataframe(rows, hide_index=True, column_config=NUMBERS, placeholder="–", key=key)


def _requests(plan: Plan, kind: str) -> list[dict[str, object]]:
    return [
        {
            "Intent": item.request.intent,
            "Language": language_name(item.request.language),
            f"{kind}s": _said(slots_of(item.request)),
            "Method": item.request.method,
            "Outputs": item.request.count,
            "Likely accepted": round(item.expected, 1),
            "Accepted": item.accepted,
        }
        for item in plan.items
    ]


def _said(slots: Sequence[str] | None) -> str:
    return AS_DRAWN if slots is None else ", ".join(slots) or NO_SLOTS

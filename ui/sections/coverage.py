"""How much is accepted and left to review, of each intent and of each slot or label in it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from storage.progress import Coverage
from ui.layout import muted
from ui.messages import counted
from ui.sections.facts import draw_facts

WHOLE = "all of it"
"""Stands for the intent as a whole, where rows are of its slots or labels."""


def kind_of_cell(*, of_parses: bool) -> str:
    """What a part of an intent is called in the head of a table."""
    return "Label" if of_parses else "Slot"


def _missing(wholes: Sequence[Coverage], parts: Sequence[Coverage], kind: str) -> str:
    """What intents lack of their targets, and of how many parts the targets are not reached either."""
    short = sum(one.missing > 0 for one in parts)
    said = f"{sum(one.missing for one in wholes):,}"
    return f"{said}; {counted(short, kind.lower())} short" if short else said


def _aimed_for(aimed: int, parts: int, kind: str) -> str:
    """The targets of intents; where only parts of them have any, how many do."""
    if aimed:
        return f"{aimed:,}"
    return f"in {counted(parts, kind.lower())} only" if parts else "no target yet"


def draw_coverage(cells: Sequence[Coverage], *, of_parses: bool) -> None:
    """The sums, and a table with a row for each intent and, when asked for, for each slot or label in it."""
    kind = kind_of_cell(of_parses=of_parses)
    wholes, parts = ([one for one in cells if bool(one.slot) == is_part] for is_part in (False, True))
    accepted, aimed = sum(one.accepted for one in wholes), sum(one.target for one in wholes)
    facts = [
        ("Accepted", f"{accepted:,}"),
        ("Left to review", f"{sum(one.pending for one in wholes):,}"),
        ("Aimed for", _aimed_for(aimed, sum(one.target > 0 for one in parts), kind)),
        ("Still missing", _missing(wholes, parts, kind) if aimed or any(one.target for one in parts) else ""),
    ]
    draw_facts(facts, key="coverage")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("Accepted against what is aimed for", anchor=False)
        by_slot = st.toggle(f"By {kind.lower()} too", key="by_slot", bind="query-params")
    st.dataframe(
        [_row(one, kind if by_slot else None) for one in (cells if by_slot else wholes)],
        hide_index=True,
        column_config={
            "Accepted": st.column_config.NumberColumn(format="localized", width=90),
            "Target": st.column_config.NumberColumn(format="localized", width=80),
            "Reached": st.column_config.ProgressColumn(format="%.0f%%", min_value=0, max_value=100, width="medium"),
            "To review": st.column_config.NumberColumn(format="localized", width=90),
            "Missing": st.column_config.NumberColumn(format="localized", width=80),
        },
        placeholder="–",
        key=f"coverage-{by_slot}",
    )
    muted("Seeds count as accepted: an export takes them along.", key="coverage")


def _row(one: Coverage, kind: str | None) -> dict[str, object]:
    return {
        "Intent": one.intent,
        **({kind: one.slot or WHOLE} if kind else {}),
        "Accepted": one.accepted,
        "Target": one.target or None,
        "Reached": min(100 * one.accepted / one.target, 100) if one.target else None,
        "Missing": one.missing if one.target else None,
        "To review": one.pending,
    }

"""How much of what was generated is accepted: by method, teacher and prompt template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from storage.progress import Rate, Source
from ui.layout import muted

LABELS: dict[Source, str] = {"method": "Method", "teacher": "Teacher", "template": "Prompt template"}


def draw_rates(found: Mapping[Source, Sequence[Rate]]) -> None:
    """A table of the source that is chosen; nothing where nothing was generated."""
    if not any(found.values()):
        return
    st.subheader("How much is accepted", anchor=False)
    by = st.segmented_control(
        "By",
        list(LABELS.values()),
        default="Method",
        key="rates_by",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    source = next(name for name, label in LABELS.items() if label == by)
    st.dataframe(
        [_row(LABELS[source], one) for one in found[source]],
        hide_index=True,
        column_config={
            "Acceptance": st.column_config.ProgressColumn(format="%.0f%%", min_value=0, max_value=100, width="medium"),
            **{
                name: st.column_config.NumberColumn(format="localized", width=90)
                for name in ("Accepted", "Rejected", "To review")
            },
        },
        placeholder="–",
        key=f"rates-{source}",
    )
    muted("Of the generated ones that were decided; corrected ones count as accepted.", key="rates")


def _row(label: str, one: Rate) -> dict[str, object]:
    return {
        label: one.name,
        "Acceptance": None if one.share is None else 100 * one.share,
        "Accepted": one.accepted,
        "Rejected": one.rejected,
        "To review": one.pending,
    }

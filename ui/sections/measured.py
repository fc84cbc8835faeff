"""What the figures of any student are shown with: a heading, how an estimate is written, and what flatters it."""

from __future__ import annotations

import streamlit as st

from jobs.students import Estimate
from ui.layout import muted


def draw_head(*, is_measured: bool) -> None:
    """The heading, and why there are no figures where there are none."""
    st.subheader("The latest student", anchor=False)
    if not is_measured:
        st.text("It was not measured: there were too few examples to put some aside.")


def draw_flattered(*, shares_seeds: bool) -> None:
    """Says that what it is measured on is like what it learnt, if it is."""
    if shares_seeds:
        muted(
            "Some of the examples that it is measured on were written from the same seeds as those it learnt from, "
            "so these figures flatter it.",
            key="student-flatters",
        )


IN_PERCENT = st.column_config.NumberColumn(format="%.1f%%")
"""The column of a table with what `in_percent` gives: as many decimals as `estimated` writes."""


def in_percent(share: float | None) -> float | None:
    """A share from 0 to 1 as a table of percents holds it; None where nothing was measured."""
    return None if share is None else 100 * share


def estimated(figure: Estimate) -> str:
    """A share with its interval, in percent."""
    return f"{figure.value:.1%} ({figure.low:.1%} to {figure.high:.1%})"

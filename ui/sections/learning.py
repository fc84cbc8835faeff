"""What a small student learns as the review goes on, told by students that are trained in the background."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from jobs.analysis.scoring import LEAST
from storage.tables import Scoring
from ui.layout import muted
from ui.messages import counted
from ui.review_filters import DOUBTED_FIRST
from ui.state import link

POINTS = 200
"""Of a curve that are drawn at most."""

DOUBTED_MOST = "below 10%"
"""As the filter of the Review page calls it."""

_CHART = {
    "mark": {"type": "line", "point": True},
    "encoding": {
        "x": {"field": "Accepted", "type": "quantitative", "scale": {"zero": False}, "axis": {"tickMinStep": 1}},
        "y": {"field": "Intents right", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": {"format": ".0%"}},
    },
}


def draw_learning(last: Scoring | None, curve: Sequence[Scoring], *, pending: int) -> None:
    """The last figure in words, and the curve once it has two points; says so where there is none yet.

    Args:
        last: the latest training; None before the first.
        pending: candidates that are left to review.
    """
    st.subheader("What a small student learns from it", anchor=False)
    if last is None or last.accuracy is None:
        muted(
            f"No figure yet: the worker trains one once two intents have {LEAST} accepted examples each.",
            key="learning-none",
        )
        return
    st.text(
        f"{last.accuracy:.0%} of {counted(last.tested, 'accepted example')} of {last.intents:,} intents were given "
        "their intent by a student that was trained without them."
    )
    if last.near_only:
        muted(
            f"The examples of {counted(last.near_only, 'intent')} hang together by the seeds that they were written "
            "from. Only near-duplicates of these are held out together, so the figure flatters.",
            key="learning-flatters",
        )
    if len(curve) > 1:
        rows = pd.DataFrame(
            {"Accepted": [one.accepted for one in curve], "Intents right": [one.accuracy for one in curve]}
        )
        step = -(-len(rows) // POINTS)
        drawn = rows.iloc[::-step].iloc[::-1]  # the latest is always among them
        st.vega_lite_chart(drawn, _CHART, height=220, alt="Share of intents told right by accepted examples")
    if pending:
        link("review", "Review what it doubts most", review_score=DOUBTED_MOST, review_order=DOUBTED_FIRST)

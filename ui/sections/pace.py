"""How fast the review goes, and who did what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from backend.domain.names import shown_reviewer
from storage.pace import Day, Share
from ui.layout import muted
from ui.messages import counted
from ui.times import here

HOUR, DAYS = "Last hour", "By day"
_HOUR_CHART = {
    "mark": "bar",
    "encoding": {
        "x": {
            "field": "Minute",
            "type": "temporal",
            "timeUnit": "yearmonthdatehoursminutes",
            "title": "Minute",
            "axis": {"format": "%H:%M"},  # as every other time is told; the chart's own way has twelve hours
        },
        "y": {"field": "Decisions", "type": "quantitative"},
    },
}


def draw_pace(days: Sequence[Day], hour: Sequence[tuple[datetime, int]]) -> None:
    """Decisions a minute, over the last hour or by day; those made at once are counted apart."""
    st.subheader("Pace", anchor=False)
    shown = st.segmented_control(
        "Over",
        [HOUR, DAYS],
        default=HOUR,
        key="pace_over",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    if shown == HOUR:
        _draw_hour(hour)
    else:
        _draw_days(days)


def _draw_hour(hour: Sequence[tuple[datetime, int]]) -> None:
    total, busy = sum(count for _, count in hour), sum(count > 0 for _, count in hour)
    minutes = counted(busy, "minute")
    pace = f", in {minutes}: {total / busy:,.1f} a minute" if busy else ""
    muted(f"{counted(total, 'decision')} made one by one in the last hour{pace}.", key="pace-hour")
    if total:
        zone = here()
        rows = pd.DataFrame(
            {
                "Minute": [at.astimezone(zone).replace(tzinfo=None) for at, _ in hour],
                "Decisions": [count for _, count in hour],
            }
        )
        st.vega_lite_chart(rows, _HOUR_CHART, height=220, alt="Decisions in each of the last 60 minutes")


def _draw_days(days: Sequence[Day]) -> None:
    rows = [
        {
            "Day": one.day,
            "One by one": one.single,
            "Many at once": one.at_once,
            "Minutes at it": one.minutes,
            "A minute": one.per_minute,
        }
        for one in reversed(days)
    ]
    chart = pd.DataFrame({"Day": [f"{one.day:%d %b}" for one in days], "Decisions": [one.single for one in days]})
    st.bar_chart(chart, x="Day", y="Decisions", sort=False, height=220, alt="Decisions made one by one on each day")
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "Day": st.column_config.DateColumn(format="D MMM YYYY"),
            "One by one": st.column_config.NumberColumn(format="localized"),
            "Many at once": st.column_config.NumberColumn(format="localized"),
            "A minute": st.column_config.NumberColumn(format="%.1f"),
        },
        key="days",
    )
    muted("Days in UTC; the minutes are those in which anything was decided one by one.", key="pace-days")


def draw_shares(made: Sequence[Share]) -> None:
    """What each reviewer decided, and how long one takes him."""
    st.subheader("Who did what", anchor=False)
    numbers = ("Decisions", "Accepted", "Rejected", "Edited", "Skipped", "Undone")
    st.dataframe(
        [_share(one) for one in made],
        hide_index=True,
        column_config={
            **{name: st.column_config.NumberColumn(format="localized", width=90) for name in numbers},
            "Seconds for one": st.column_config.NumberColumn(
                format="%.1f", help="The median between two decisions made one by one, without pauses over 5 minutes."
            ),
        },
        placeholder="–",
        key="shares",
    )


def _share(one: Share) -> dict[str, object]:
    return {
        "Reviewer": shown_reviewer(one.reviewer),
        "Decisions": one.decisions,
        "Accepted": one.accepted,
        "Rejected": one.rejected,
        "Edited": one.edited,
        "Skipped": one.skipped,
        "Undone": one.undone,
        "Seconds for one": one.median_seconds,
    }

"""Times as people say them, in the time zone of the browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def here() -> tzinfo:
    """The time zone of the browser; UTC where it is not known."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def shown_time(at: datetime, *, now: datetime) -> str:
    """A time, said from another one, whose time zone it is told in.

    >>> noon = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
    >>> [shown_time(noon - timedelta(hours=hours), now=noon) for hours in (3, 20, 200, 9000)]
    ['today 09:00', 'yesterday 16:00', '6 Mar 04:00', '4 Mar 2025']
    """
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"today {local:%H:%M}"
    if local.date() == (now - timedelta(days=1)).date():
        return f"yesterday {local:%H:%M}"
    return f"{local.day} {local:%b %H:%M}" if local.year == now.year else f"{local.day} {local:%b %Y}"

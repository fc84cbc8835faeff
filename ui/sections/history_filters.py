"""Which decisions are looked at; kept in the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import streamlit as st

from backend.domain.decision import ACTIONS
from backend.domain.names import shown_reviewer
from backend.domain.schema import Schema
from storage.history import HistoryFilter, reasons_of, reviewers_of
from ui import behind
from ui.review_filters import is_set, number_in_address
from ui.store import store
from ui.times import here

EXAMPLE = "history_example"
"""In the address: the example whose decisions are shown."""

MADE = {"one by one": False, "many at once": True}
STANDS = {"stands": False, "undone": True}
MORE = ("history_intent", "history_reason", "history_made", "history_undone", "history_from", "history_to")
IN_SIGHT = ("history_search", "history_reviewer", "history_action")
PAGING = ("history_before", "history_after", "decision")


def history_filters(project_id: int, schema: Schema) -> HistoryFilter:
    """Draw them: three in sight, six behind a button."""
    with store().read() as session:
        reviewers = reviewers_of(project_id, session=session)
        reasons = reasons_of(project_id, session=session)
    names = {shown_reviewer(reviewer): reviewer for reviewer in reviewers}
    example = number_in_address(EXAMPLE)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="history-filters"):
        search = st.text_input(
            "Search",
            type="search",
            key="history_search",
            bind="query-params",
            placeholder="Search",
            label_visibility="collapsed",
            on_change=_to_newest,
            width=140,
        )
        reviewer = _choice("Reviewer", "history_reviewer", list(names), placeholder="Any reviewer")
        action = _choice("Action", "history_action", (*ACTIONS, "undo"), placeholder="Any action")
        number = sum(behind.is_set(name) for name in MORE)
        label = f"More filters: {number}" if number else "More filters"
        with st.popover(label, icon=":material/tune:", key="more-history-filters"):
            intents = [one.name for one in schema.intents]
            intent = behind.choice("Intent", "history_intent", intents, on_change=_to_newest)
            reason = behind.choice("Reason", "history_reason", reasons, on_change=_to_newest) if reasons else None
            made = behind.choice("Made", "history_made", MADE, on_change=_to_newest)
            stands = behind.choice("Undone or not", "history_undone", STANDS, on_change=_to_newest)
            since, until = _day("From", "history_from"), _day("To", "history_to")
        if example is not None:
            with st.container(width="content", key="muted-history-example"):
                st.text(f"Example {example}")
        if example is not None or number or any(is_set(name) for name in IN_SIGHT):
            st.button("Clear", icon=":material/filter_alt_off:", type="tertiary", on_click=_clear)
    return HistoryFilter(
        reviewer=names[reviewer] if reviewer else None,
        action=action,
        intent=intent,
        reason=reason,
        at_once=MADE[made] if made else None,
        undone=STANDS[stands] if stands else None,
        example_id=example,
        since=_begin(since) if since else None,
        until=_begin(until + timedelta(days=1)) if until else None,
        search=(search or "").strip() or None,
    )


def _choice(label: str, name: str, options: Sequence[str], *, placeholder: str) -> str | None:
    return st.selectbox(
        label,
        list(options),
        index=None,
        placeholder=placeholder,
        key=name,
        bind="query-params",
        label_visibility="collapsed",
        width=155,
        on_change=_to_newest,
    )


def _day(label: str, name: str) -> date | None:
    key = behind.key_with(name, _day_said)
    day: date | None = st.date_input(label, None, key=key, format="YYYY-MM-DD", on_change=_to_newest)
    behind.keep(name, day)
    return day


def _day_said(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), here())


def _to_newest() -> None:
    """Another filter has other pages."""
    for name in PAGING:
        st.query_params.pop(name, None)


def _clear() -> None:
    for name in IN_SIGHT:
        st.session_state[name] = "" if name == "history_search" else None
    behind.clear((*MORE, EXAMPLE))
    _to_newest()

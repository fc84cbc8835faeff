"""What the Progress page counts over all decisions: kept until another one is made, since clicks draw the page too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st
from sqlmodel import Session

from storage.history import HistoryFilter, find_history
from storage.pace import Day, Share, by_day, shares
from storage.progress import Rate, Source, rates
from storage.review_offers import last_example_id
from storage.tables import Project
from ui.store import store


@dataclass(frozen=True)
class Statistics:
    """Acceptance by source, decisions by day, and what each reviewer did."""

    rates: dict[Source, list[Rate]]
    days: list[Day]
    shares: list[Share]


def statistics(project: Project) -> Statistics:
    """Counted anew after every decision and every new example, and after a minute in any case."""
    with store().read() as session:
        last = last_example_id(project.id, session=session), _last_decision_id(project.id, session)
    return _counted(store().url, project.id, project.created_at, last)


def _last_decision_id(project_id: int, session: Session) -> int:
    found = find_history(project_id, HistoryFilter(), limit=1, session=session)
    return found[0].decision.id if found else 0


# A deleted intent takes decisions along and leaves the last ids as they are: hence the minute.
@st.cache_data(ttl=60, max_entries=16, show_spinner=False)
def _counted(url: str, project_id: int, made: datetime, last: tuple[int, int]) -> Statistics:  # noqa: ARG001
    with store().read() as session:
        return Statistics(
            rates(project_id, session=session),
            by_day(project_id, session=session),
            shares(project_id, session=session),
        )

"""How many of the candidates go to two reviewers, and what that does."""

from __future__ import annotations

import streamlit as st

from jobs.agreement import Report
from storage.projects import set_shared_percent
from storage.tables import Project
from ui.layout import muted
from ui.messages import counted, errors_shown
from ui.store import store


def draw_share(project: Project, report: Report) -> None:
    """The number, stored as soon as it is changed, with its effect in words."""
    key = f"shared-percent.{project.id}"
    st.session_state.setdefault(key, report.percent)
    st.number_input(
        "Shown to two reviewers, % of the candidates",
        min_value=0,
        max_value=100,
        step=5,
        key=key,
        width=320,
        on_change=lambda: _save(project.id, key),
    )
    muted(effect(report), key="share-effect")


def effect(report: Report) -> str:
    """What the chosen share does, in words."""
    waits = report.waiting
    open_ = waits.unjudged + waits.once
    if not report.percent:
        still = f" {counted(open_, 'candidate')} with a first decision still go to a second." if open_ else ""
        return f"Every candidate is decided by one reviewer.{still}"
    go = "All candidates go" if report.percent == 100 else f"About {report.percent} of 100 candidates go"
    return (
        f"{go} to two reviewers, neither of whom sees what the other said. Where both say the same, it is decided; "
        f"where not, it comes to this page. Of {counted(waits.pending, 'pending candidate')}, {open_:,} still go to "
        "two. What is decided already stays as it is."
    )


def _save(project_id: int, key: str) -> None:
    with errors_shown(), store().write() as session:
        set_shared_percent(project_id, int(st.session_state[key]), session=session)

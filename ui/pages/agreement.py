"""Agreement: two reviewers on the same candidates, how far they agree, and what is to be settled."""

from __future__ import annotations

import streamlit as st

from jobs.agreement import Report, agreement_report
from storage.agreement import last_change
from storage.projects import project_by_id
from storage.tables import Project
from ui.layout import empty_state, heading
from ui.messages import counted, errors_shown
from ui.reviewer import reviewer_name
from ui.sections.agreement_figures import draw_figures, draw_pairs
from ui.sections.agreement_settle import draw_settle
from ui.sections.agreement_settled import draw_settled
from ui.sections.agreement_share import draw_share
from ui.services import schema_of
from ui.state import link, require_project
from ui.store import store


def page() -> None:
    project = require_project()
    heading("agreement", project)
    reviewer = reviewer_name()
    with errors_shown():
        report = _report(project)
        if report.overall.judged:
            draw_figures(report)
            draw_pairs(report)
        else:
            _nothing_yet(report)
        if report.open or report.waiting.once:
            draw_settle(project, schema_of(store(), project.id), report, reviewer)
        draw_settled(project, reviewer)
        st.subheader("How much goes to two", anchor=False)
        draw_share(project, report)


def _nothing_yet(report: Report) -> None:
    if not report.percent and not report.waiting.once:
        with empty_state(
            "Nothing goes to two reviewers yet",
            "Choose a share of the candidates below. Those are shown to two people, neither of whom sees what "
            "the other said; here you then read how far they agree, and settle where they do not.",
            icon=":material/group:",
            key="agreement",
        ):
            pass
        return
    waits = report.waiting
    with empty_state(
        "No candidate has been judged by two yet",
        f"{counted(waits.unjudged, 'candidate')} to be shown to two, {waits.once:,} judged by one so far. "
        "Let two people review, each under a name of their own.",
        icon=":material/group:",
        key="agreement",
    ):
        link("review", "Review")


def _report(project: Project) -> Report:
    with store().read() as session:
        change = last_change(project.id, session=session)
        percent = project_by_id(project.id, session=session).shared_percent
    return _measured(store().url, project.id, change, percent)


# Kept until something is decided or arrives; a minute at most, since an intent may be deleted with its decisions.
@st.cache_data(ttl=60, max_entries=16, show_spinner=False)
def _measured(url: str, project_id: int, change: tuple[int, int], percent: int) -> Report:  # noqa: ARG001
    return agreement_report(store(), project_id)


page()

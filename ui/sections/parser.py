"""The student of a project of parses: training, trying, figures, errors, and comparing with earlier ones."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from backend.domain.parse_schema import ParseSchema
from jobs.parsers import LEAST
from storage.round_trips import count_round_trips
from storage.students import active_student, latest_student, list_students
from storage.tables import Project, StudentRow
from ui.layout import empty_state, muted
from ui.messages import counted
from ui.sections.parser_errors import draw_parser_errors
from ui.sections.parser_figures import draw_parser_figures
from ui.sections.student_compare import draw_compare
from ui.sections.student_training import draw_train, draw_versions, is_asked_for, watch_training
from ui.sections.student_try import draw_try
from ui.state import link
from ui.store import store

FIGURES, ERRORS, COMPARE = "Figures", "Errors", "Compare"
PARTS = (FIGURES, ERRORS, COMPARE)


def draw_parser(project: Project, counts: Mapping[str, int], schema: ParseSchema) -> None:
    """All that a project of parses has of its students.

    Args:
        counts: accepted examples by intent.
    """
    if sum(counts.values()) < LEAST:
        with empty_state(
            "Nothing to learn from yet",
            f"A student of parses needs {LEAST} accepted examples or more.",
            icon=":material/account_tree:",
            key="student",
        ):
            link("schema", "Write seeds")
            link("review", "Review candidates")
        return
    with store().read() as session:
        active = active_student(project.id, session=session)
        latest = latest_student(project.id, session=session)
        versions = list_students(project.id, session=session)
    draw_train(project, counts, busy=is_asked_for(active), parses=True)
    if active is not None:
        watch_training(project.id, active.uid, what="parses")
    if latest is not None:
        draw_try(project)
        part = st.segmented_control(
            "Part",
            PARTS,
            default=FIGURES,
            key="parser-part",
            bind="query-params",
            required=True,
            label_visibility="collapsed",
        )
        if part == ERRORS:
            draw_parser_errors(latest, schema)
        elif part == COMPARE:
            draw_compare(project, [one for one in versions if one.status == "done"], active, parses=True)
        else:
            draw_parser_figures(latest)
    _draw_round_trips(project, latest)
    draw_versions([one for one in versions if active is None or one.uid != active.uid], parses=True)
    muted(
        "For parses there is no learning curve and no advice on what to generate next. A test file is measured by "
        "cli.py evaluate.",
        key="parser-without",
    )


def _draw_round_trips(project: Project, latest: StudentRow | None) -> None:
    """How many pending candidates the student parses as they are labelled."""
    if latest is None:
        muted(
            "Candidates are not checked by a round trip yet: once a student is trained, the worker asks it for the "
            "parse of each one's text, and the review says where it disagrees.",
            key="round-trips",
        )
        return
    with store().read() as session:
        counts = count_round_trips(project.id, latest.uid, session=session)
    if not counts.pending:
        return
    said = f"Round trip: of {counted(counts.pending, 'pending candidate')} the student was asked for {counts.asked:,}"
    agree = f"it says the same parse of {counts.unordered:,}, and in the same order of {counts.exact:,}"
    where = "Where it disagrees, the card says so, and the candidate comes later, or first where doubts do."
    muted(f"{said}; {agree}. {where}", key="round-trips")
    link("review", "Review where it disagrees", review_doubt="doubted")

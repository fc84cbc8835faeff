"""Student: train a small model on what was accepted, and see what it can do and what it cannot yet."""

from __future__ import annotations

import streamlit as st

from storage.examples import count_by_intent
from storage.filters import ExampleFilter
from storage.students import active_student, latest_student, list_students
from storage.tables import Project
from ui.layout import empty_state, heading
from ui.messages import errors_shown
from ui.review_filters import DOUBTED_FIRST
from ui.sections.parser import draw_parser
from ui.sections.student_compare import draw_compare
from ui.sections.student_curve import draw_curve
from ui.sections.student_errors import draw_errors
from ui.sections.student_figures import draw_figures
from ui.sections.student_needs import draw_needs
from ui.sections.student_retraining import draw_as_it_went, draw_disagreements, draw_retraining
from ui.sections.student_tests import draw_tests
from ui.sections.student_training import draw_train, draw_versions, is_asked_for, watch_training
from ui.sections.student_try import draw_try
from ui.sections.test_upload import draw_check
from ui.sections.worker import warn_without_worker
from ui.services import schema_of
from ui.state import link, require_project
from ui.store import store

ENOUGH_INTENTS = 2
FIGURES, ERRORS, COMPARE, LEARNING, FILE = "Figures", "Errors", "Compare", "Learning curve", "Test file"
PARTS = (FIGURES, ERRORS, COMPARE, LEARNING, FILE)


def page() -> None:
    project = require_project()
    heading("student", project)
    warn_without_worker()
    with store().read() as session:
        counts = count_by_intent(project.id, ExampleFilter(status="accepted"), session=session)
    schema = schema_of(store(), project.id)
    if schema.parses is not None:
        with errors_shown():
            draw_parser(project, counts, schema.parses)
        return
    if len(counts) < ENOUGH_INTENTS:
        with empty_state(
            "Nothing to learn from yet",
            "A student tells intents apart, so it needs accepted examples of two or more.",
            icon=":material/neurology:",
            key="student",
        ):
            link("schema", "Write seeds")
            link("review", "Review candidates")
        return
    with errors_shown():
        _draw(project, counts)


def _draw(project: Project, counts: dict[str, int]) -> None:
    with store().read() as session:
        active = active_student(project.id, session=session)
        latest = latest_student(project.id, session=session)
        versions = list_students(project.id, session=session)
    draw_train(project, counts, busy=is_asked_for(active))
    draw_retraining(project)
    if active is not None:
        watch_training(project.id, active.uid)
    if latest is None:
        draw_check(project)
    else:
        draw_try(project)
        done = [one for one in versions if one.status == "done"]
        part = st.segmented_control(
            "Part",
            PARTS,
            default=FIGURES,
            key="student_part",
            bind="query-params",
            required=True,
            label_visibility="collapsed",
        )
        if part == ERRORS:
            draw_errors(latest, [slot.name for slot in schema_of(store(), project.id).slots])
        elif part == COMPARE:
            draw_compare(project, done, active)
        elif part == LEARNING:
            draw_as_it_went(project)
            draw_curve(project, latest)
        elif part == FILE:
            draw_tests(project, latest, [slot.name for slot in schema_of(store(), project.id).slots])
        else:
            draw_figures(latest)
            draw_needs(project, latest)
            draw_disagreements(project)
            link("review", "Review what is doubted", review_doubt="doubted", review_order=DOUBTED_FIRST)
    draw_versions([one for one in versions if active is None or one.uid != active.uid])


page()

"""Making a project: an empty one, or the demo."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from backend.domain.names import MAX_NAME
from backend.domain.parse_schema import ParseSchema
from jobs.demo import make_demo
from jobs.generating import check_teacher, method_names, needs_teacher
from jobs.settings import settings
from jobs.writers import why_unwritten
from storage.tables import Project
from ui.messages import errors_shown, say_next
from ui.sections.choices import language_choice, teacher_choice
from ui.services import new_project
from ui.state import go
from ui.store import store

KINDS = {
    "Slots": None,
    "Parses: words of values (decoupled)": ParseSchema("decoupled", "square"),
    "Parses: every word (top)": ParseSchema("top", "round"),
    "Parses: names of things (exr)": ParseSchema("exr", "round"),
}
"""What is offered, and the schema of parses that a project begins with."""


def new_project_form() -> None:
    """Name, language and teacher of a new project; it is opened when it is made."""
    with st.form("new-project", border=False):
        refused = st.container()  # above what was typed, where it is seen: the button is often below the screen's end
        name = st.text_input("Name", max_chars=MAX_NAME, key="new-project.name", placeholder="kitchen assistant")
        left, right = st.columns(2)
        with left:
            language = language_choice("Language of its seeds", key="new-project.language", default="en")
        with right:
            teacher = teacher_choice("Teacher", key="new-project.teacher", default=settings().teacher)
        kind = st.selectbox(
            "Its utterances are labelled with",
            list(KINDS),
            key="new-project.kind",
            help="Slots are marked in the text. A parse is a tree of labels: with every word of the text in it "
            "(PIZZA's TOP), with the words of values alone (decoupled, mTOP), or with names of things (EXR).",
        )
        if st.form_submit_button("Create project", type="primary", icon=":material/add:"):
            with refused, errors_shown():
                check_teacher(teacher.strip())
                parses = KINDS[kind]
                made = new_project(store(), name, language=language, teacher=teacher.strip(), parses=parses)
                say_next(
                    "The project is made. Add an intent, then write a few seeds."
                    if parses is None
                    else "The project is made. Paste a few seeds with their parses."
                )
                _note_language(made, parses)
                go("schema", project=made.name)


def _note_language(project: Project, parses: ParseSchema | None) -> None:
    """Say at once what would be refused when candidates are asked for."""
    method = next(filter(needs_teacher, method_names(parses)))
    why = why_unwritten(project.teacher, project.language, method=method)
    if why:
        say_next(
            "Seeds can be written, but this teacher will write no candidates in their language: "
            "choose another one on Teacher.",
            detail=why[0].upper() + why[1:],
            kind="info",
        )


def open_demo() -> NoReturn:
    """Make the demo project, or open it when it is there.

    Raises:
        Unavailable: it could not be stored.
    """
    go("schema", project=make_demo(store()).name)

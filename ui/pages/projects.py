"""Projects: what there is, a new one, the demo."""

from __future__ import annotations

import streamlit as st

from storage.projects import ProjectContents
from ui.layout import empty_state, heading, muted, strong
from ui.messages import counted, errors_shown
from ui.sections.delete_project import ask_before_deleting
from ui.sections.new_project import new_project_form, open_demo
from ui.sections.paging import current_page, page_choice
from ui.services import ProjectCard, count_projects, project_cards
from ui.state import go
from ui.store import store

PER_PAGE = 10


def page() -> None:
    heading("projects")
    total = count_projects(store())
    if not total:
        first_visit()
        return
    pages = -(-total // PER_PAGE)
    offset = (current_page("at", pages) - 1) * PER_PAGE
    for card in project_cards(store(), limit=PER_PAGE, offset=offset):
        draw(card)
    page_choice("at", pages)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover("New project", icon=":material/add:"):
            new_project_form()
        demo_button("Open the demo", primary=False)


def first_visit() -> None:
    with empty_state(
        "From a few seeds to a training set",
        "Write a few labelled utterances, let a teacher model write more, review them, export. "
        "The demo has a schema and seeds ready to generate from.",
        icon=":material/school:",
        key="projects",
    ):
        demo_button("Try the demo", primary=True)
    st.subheader("Or begin with your own", anchor=False)
    new_project_form()


def demo_button(label: str, *, primary: bool) -> None:
    if st.button(label, icon=":material/play_circle:", type="primary" if primary else "secondary", key="demo"):
        with errors_shown():
            open_demo()


def said_of_accepted(contents: ProjectContents) -> str:
    """Seeds count as accepted, as on Progress and Export; how many of it they are is told."""
    total = contents.accepted + contents.seeds
    return f"{total:,} accepted, {contents.seeds:,} of them seeds" if contents.seeds else f"{total:,} accepted"


def draw(card: ProjectCard) -> None:
    project, contents = card.project, card.contents
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"card-{project.id}"):
        with st.container(gap="xxsmall", width="stretch", key=f"words-{project.id}"):
            strong(project.name, key=f"project-{project.id}")
            counts = (
                f"{contents.pending:,} pending",
                said_of_accepted(contents),
                counted(contents.intents, "intent"),
            )
            muted(" · ".join(counts), key=f"counts-{project.id}")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            if st.button("Open", key=f"open-{project.id}", icon=":material/arrow_forward:", type="primary"):
                go("review" if contents.pending else "schema", project=project.name)
            if st.button("Delete", key=f"delete-{project.id}", icon=":material/delete:"):
                ask_before_deleting(project.id)


page()

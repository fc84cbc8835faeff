"""Where the person is: the page and the project, both kept in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NoReturn

import streamlit as st

from backend.domain.errors import NotFound
from storage.projects import project_named
from storage.tables import Project
from ui.remembered import remembered_reviewer
from ui.store import store

PROJECT = "project"
REVIEWER = "reviewer"
REVIEWER_KEPT = "reviewer.kept"
"""The name in the session, for the pages without a project: those do not ask for it."""

PageName = Literal[
    "projects",
    "schema",
    "prototype",
    "teacher",
    "generate",
    "plan",
    "review",
    "agreement",
    "progress",
    "history",
    "dataset",
    "student",
    "export",
]


@dataclass(frozen=True)
class PageInfo:
    """A page: its file from the root, how links call it, and what it is for."""

    file: str
    title: str
    icon: str
    purpose: str


PAGES: dict[PageName, PageInfo] = {
    "projects": PageInfo(
        "ui/pages/projects.py",
        "Projects",
        ":material/folder_open:",
        "A project holds a schema, its seeds and everything that is made of them.",
    ),
    "schema": PageInfo(
        "ui/pages/schema.py",
        "Schema & seeds",
        ":material/sell:",
        "Say which labels there are, and write a few seeds: labelled utterances for the teacher to follow.",
    ),
    "prototype": PageInfo(
        "ui/pages/prototype.py",
        "Prototype",
        ":material/bolt:",
        "Name an intent and its slots, and see up to twenty utterances of it; no seed is needed.",
    ),
    "teacher": PageInfo(
        "ui/pages/teacher.py",
        "Teacher",
        ":material/school:",
        "Choose the model that writes the utterances, see where it runs and how fast, try it, and tune it.",
    ),
    "generate": PageInfo(
        "ui/pages/generate.py",
        "Generate",
        ":material/auto_awesome:",
        "Order labelled utterances from a teacher model; automatic checks drop what cannot be right.",
    ),
    "plan": PageInfo(
        "ui/pages/plan.py",
        "Plan",
        ":material/checklist:",
        "Fill what your targets lack, over intents, languages and methods at once; see first what it comes to.",
    ),
    "review": PageInfo(
        "ui/pages/review.py",
        "Review",
        ":material/rate_review:",
        "Accept, correct or reject one candidate at a time.",
    ),
    "agreement": PageInfo(
        "ui/pages/agreement.py",
        "Agreement",
        ":material/group:",
        "Let two reviewers judge the same candidates, see how far they agree, and settle where they do not.",
    ),
    "progress": PageInfo(
        "ui/pages/progress.py",
        "Progress",
        ":material/monitoring:",
        "How much is accepted against what you aim for, what is left, and how the review is going.",
    ),
    "history": PageInfo(
        "ui/pages/history.py",
        "History",
        ":material/history:",
        "Every decision that was made: who, when, what it changed; find one, and take it back.",
    ),
    "dataset": PageInfo(
        "ui/pages/dataset.py",
        "Dataset",
        ":material/table_rows:",
        "Search everything that the project holds, see where it came from, and change your mind.",
    ),
    "student": PageInfo(
        "ui/pages/student.py",
        "Student",
        ":material/neurology:",
        "Train a small, fast model on what was accepted; see what it can do, and what it cannot yet.",
    ),
    "export": PageInfo(
        "ui/pages/export.py",
        "Export",
        ":material/download:",
        "Write the accepted examples to a file that a trainer reads, with a manifest that says what is in it.",
    ),
}


_PAGE, _CAME = "page.drawn", "page.came"


def note_page(path: str) -> None:
    """Note which page is drawn, before it is: by its path."""
    st.session_state[_CAME] = st.session_state.get(_PAGE) not in (None, path)
    st.session_state[_PAGE] = path


def came_from_another_page() -> bool:
    """Whether this run is the first of a page after another one of the session."""
    return bool(st.session_state.get(_CAME))


def chosen_project() -> Project | None:
    """The project that the address names; None when it names none, or one that is gone."""
    name = st.query_params.get(PROJECT)
    if not name:
        return None
    try:
        with store().read() as session:
            return project_named(name, session=session)
    except NotFound:
        return None


def require_project() -> Project:
    """The project that the address names; without one, says so with the way to Projects and ends the page."""
    project = chosen_project()
    if project is None:
        name = st.query_params.get(PROJECT)
        st.info("There is no such project (any more)." if name else "Choose a project first.", icon=":material/info:")
        if name:
            st.text(name)
        st.page_link(PAGES["projects"].file, label="Go to Projects", icon=":material/arrow_forward:")
        st.stop()
    return project


def link(page: PageName, label: str | None = None, *, icon: str | None = None, **params: str) -> None:
    """A link to another page that stays in the project.

    Args:
        label: fixed words, read as Markdown; the page's title when left out.
        params: put into the address beside the project.
    """
    info = PAGES[page]
    st.page_link(info.file, label=label or info.title, icon=icon or info.icon, query_params=_address(params))


def go(page: PageName, *, project: str | None = None, **params: str) -> NoReturn:
    """Open another page, in this project or in the one given."""
    if project is not None:
        params[PROJECT] = project
    st.switch_page(PAGES[page].file, query_params=_address(params))


def _address(params: dict[str, str]) -> dict[str, str]:
    kept = {PROJECT: st.query_params.get(PROJECT), REVIEWER: known_reviewer()}
    return {name: value for name, value in kept.items() if value} | params


def known_reviewer() -> str:
    """The name as it was just typed; before that as the address, the session or the browser has it."""
    if REVIEWER in st.session_state:
        return (st.session_state[REVIEWER] or "").strip()
    given = st.query_params.get(REVIEWER) or st.session_state.get(REVIEWER_KEPT)
    return remembered_reviewer() if given is None else given.strip()

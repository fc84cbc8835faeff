"""What every page looks like: the heading, empty states, names set in bold, the navigation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from storage.tables import Project
from ui.components.menu import closing_menu
from ui.messages import show_said
from ui.state import PAGES, PageName, link

STYLE = Path(__file__).with_name("style.css")
ICON = Path(__file__).with_name("icon.svg")
"""Of the browser's tab: a file of ours, since Streamlit would fetch a named icon from a foreign server."""


def heading(page: PageName, project: Project | None = None) -> None:
    """The top of a page: its project, icon, title, one sentence on what it is for, and kept messages."""
    info = PAGES[page]
    if project is not None:
        with st.container(key="of-project"):
            st.text(project.name)
    st.title(f"{info.icon} {info.title}", anchor=False)
    with st.container(key="purpose"):
        st.text(info.purpose)
    with st.container():  # also without a message, so that one that comes or goes moves nothing, and no box loses focus
        show_said()


def strong(text: str, *, key: str) -> None:
    """Any text in bold, as text: Markdown would read names and values."""
    with st.container(key=f"strong-{key}"):
        st.text(text)


def muted(text: str, *, key: str) -> None:
    """Any text, small and grey, as text."""
    with st.container(key=f"muted-{key}"):
        st.text(text)


@contextmanager
def empty_state(title: str, sentence: str, *, icon: str, key: str) -> Iterator[None]:
    """A box that says what is missing; its block offers the next step. The title is fixed words; the
    sentence is shown as it is."""
    with st.container(border=True, key=f"empty-{key}", horizontal_alignment="center", gap="small"):
        st.subheader(f"{icon} {title}", anchor=False, text_alignment="center")
        st.text(sentence, text_alignment="center")
        yield


def dress() -> None:
    """Give the page our style sheet."""
    st.html(STYLE)


def navigation(project: Project | None) -> None:
    """The pages, in the order of the work; each link stays in the project."""
    with st.sidebar:
        with st.container(key="brand"):
            st.text("Teachset")
        if project is not None:
            muted(project.name, key="sidebar-project")
        for page in PAGES:
            if project is not None or page == "projects":
                link(page)
        closing_menu()

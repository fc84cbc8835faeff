"""Choosing the teacher of a project: packaged ones, those tuned here, and any other by name."""

from __future__ import annotations

import streamlit as st

from jobs.generating import choose_teacher
from jobs.settings import settings
from jobs.teachers import TeacherView, packaged_teachers, teacher_view, tuned_teachers
from jobs.terms import Terms, terms_to_agree
from storage.tables import Project
from ui.layout import muted, strong
from ui.messages import errors_shown, say_next
from ui.sections.facts import draw_facts
from ui.sections.teacher_card import draw_card, tuned_facts
from ui.store import store


def draw_choice(project: Project) -> None:
    """The chosen teacher in full, and the others with a button each."""
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.subheader("The teacher of this project", anchor=False)
        with st.container(border=True, key="chosen"):
            draw_card(teacher_view(project.teacher), key="chosen")
    with right:
        st.subheader("Choose another", anchor=False)
        for position, teacher in enumerate(packaged_teachers()):
            _offer(project, teacher, f"packaged-{position}")
        tuned = tuned_teachers(settings())
        for position, teacher in enumerate(tuned):
            _offer(project, teacher, f"tuned-{position}")
        if not tuned:
            muted("Teachers that are tuned here join this list.", key="no-tuned")
        _any_other(project)


def use_teacher(project: Project, name: str, agreed: Terms | None = None) -> None:
    """Make it the project's teacher; a name that cannot be one is refused with what to do.

    Args:
        agreed: terms that the person has just agreed to.
    """
    with errors_shown():
        choose_teacher(store(), project.id, name, agreed=agreed)
        say_next("The project has another teacher now.", detail=name)
        st.rerun()


def _offer(project: Project, teacher: TeacherView, key: str) -> None:
    with st.container(border=True, key=f"offer-{key}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            with st.container(gap=None, width="content", key=f"words-{key}"):
                strong(teacher.label, key=f"offer-{key}")
                muted(teacher.description or teacher.name, key=f"described-{key}")
            is_chosen = teacher.name == project.teacher
            pressed = st.button("In use" if is_chosen else "Use this teacher", key=f"use-{key}", disabled=is_chosen)
        agreed = _draw_terms(teacher.name, key)
        if pressed:
            use_teacher(project, teacher.name, agreed)
        if teacher.tuned and teacher.kind == "tuned here":
            draw_facts(tuned_facts(teacher.tuned), key=f"offer-{key}")


def _draw_terms(name: str, key: str) -> Terms | None:
    """Ask for the agreement that a teacher's weights still need; the terms, once they are agreed to."""
    terms = terms_to_agree(name, settings())
    if terms is None:
        return None
    st.link_button(f"Read the {terms.name}", terms.url, icon=":material/open_in_new:", type="tertiary")
    has_agreed = st.checkbox(f"I have read the {terms.name} and agree to them", key=f"agree-{key}")
    return terms if has_agreed else None


def _any_other(project: Project) -> None:
    with st.container(border=True, key="other-teacher"):
        name = st.text_input(
            "Any other: a hub name, a folder or a server's model",
            key="teacher.other",
            placeholder="organisation/model",
            help=(
                "A hub name such as `organisation/model`, the path of a folder with a model, or for a server "
                "`openai:MODEL@http://127.0.0.1:8000/v1`. A server's key comes from the environment, not from here."
            ),
        )
        if st.button("Use it", key="use-other", disabled=not name.strip()):
            use_teacher(project, name)

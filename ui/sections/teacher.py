"""The teacher of a project, and choosing another one."""

from __future__ import annotations

import streamlit as st

from jobs.generating import choose_teacher, known_teachers
from storage.tables import Project
from ui.layout import muted, strong
from ui.messages import errors_shown, say_next
from ui.sections.choices import teacher_choice
from ui.state import link
from ui.store import store


def draw_teacher(project: Project) -> None:
    """Name the teacher and let it be changed; a name that cannot be a teacher is refused with what to do."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="teacher"):
        with st.container(gap=None, width="content"):
            muted("Teacher", key="teacher-label")
            strong(project.teacher, key="teacher-name")
        with st.popover("Change", icon=":material/swap_horiz:"):
            link("teacher", "See, try or tune teachers")
            for known in known_teachers():
                muted(known.description, key=f"teacher-{known.name}")
            name = teacher_choice("Teacher of this project", key="teacher.name", default=project.teacher)
            if st.button("Use this teacher", key="choose-teacher", disabled=name == project.teacher):
                with errors_shown():
                    choose_teacher(store(), project.id, name)
                    say_next("The project has another teacher now.", detail=name)
                    st.rerun()

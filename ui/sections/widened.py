"""Saying which slots a student cannot find, before it is trained and beside its figures."""

from __future__ import annotations

import streamlit as st

from jobs.student_widening import in_words, missed_in_words, of_accepted
from jobs.students import Figures
from ui.layout import muted
from ui.store import store


def draw_widened(project_id: int) -> None:
    """Of what the next student learns; nothing where it can say all of it."""
    said = in_words(of_accepted(store(), project_id))
    if said:
        with st.container(border=True, horizontal=True, gap="small", key="widened"):
            st.markdown(":material/format_letter_spacing:", width="content")
            with st.container(width="stretch", key="muted-widened"):
                st.text(said)  # a value may be anything


def draw_missed(figures: Figures, *, key: str) -> None:
    """Of what figures were measured on; nothing where all of it could be found."""
    said = missed_in_words(figures.widened)
    if said:
        muted(said, key=f"{key}-widened")

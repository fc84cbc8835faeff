"""Saying which slots a student cannot find, before it is trained and beside its figures."""

from __future__ import annotations

import streamlit as st

from jobs.student_widening import Widened, in_words, missed_in_words, of_accepted
from jobs.students import Figures
from storage.analyses import AcceptedSet, accepted_set
from ui.layout import muted
from ui.store import store


def draw_widened(project_id: int) -> None:
    """Of what the next student learns; nothing where it can say all of it."""
    with store().read() as session:
        accepted = accepted_set(project_id, session=session)
    said = in_words(_of_accepted(store().url, project_id, accepted))
    if said:
        with st.container(border=True, horizontal=True, gap="small", key="widened"):
            st.markdown(":material/format_letter_spacing:", width="content")
            with st.container(width="stretch", key="muted-widened"):
                st.text(said)  # a value may be anything


@st.cache_data(max_entries=16, show_spinner=False)  # every click draws the page, and all texts are read
def _of_accepted(url: str, project_id: int, accepted: AcceptedSet) -> Widened:  # noqa: ARG001
    return of_accepted(store(), project_id)


def draw_missed(figures: Figures, *, key: str) -> None:
    """Of what figures were measured on; nothing where all of it could be found."""
    said = missed_in_words(figures.widened)
    if said:
        muted(said, key=f"{key}-widened")

"""How many candidates wait, with the way to them."""

from __future__ import annotations

import streamlit as st

from storage.examples import count_examples
from storage.filters import ExampleFilter
from ui.messages import counted
from ui.state import link
from ui.store import store


def draw_pending(project_id: int) -> None:
    """Say how many candidates wait for review; draws nothing when none do."""
    with store().read() as session:
        pending = count_examples(project_id, ExampleFilter(status="pending"), session=session)
    if pending:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="pending"):
            st.text(f"{counted(pending, 'candidate waits', 'candidates wait')} for review.")
            link("review", "Review them")

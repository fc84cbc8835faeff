"""What is not in an export, since nobody has decided on it yet, with the way to it."""

from __future__ import annotations

import streamlit as st

from storage.examples import count_examples
from storage.filters import ExampleFilter
from storage.settling import count_open
from ui.messages import counted
from ui.state import link
from ui.store import store


def draw_left_out(project_id: int) -> None:
    """Say how many candidates are pending, and what two reviewers have begun with; draws nothing when none are."""
    with store().read() as session:
        pending = count_examples(project_id, ExampleFilter(status="pending"), session=session)
        waiting, disputed = (count_open(project_id, votes, session=session) for votes in (1, 2))
    if not pending:
        return
    parts = [
        *([f"{counted(waiting, 'waits', 'wait')} for a second reviewer"] if waiting else []),
        *([f"{disputed:,} to be settled"] if disputed else []),
    ]
    begun = f" ({', '.join(parts)})" if parts else ""
    one = pending == 1
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="left-out"):
        said = counted(pending, "candidate is", "candidates are")
        st.text(f"{said} pending{begun} and {'is' if one else 'are'} not in it.")
        link("review", "Review them")
        if disputed:
            link("agreement", "Settle them")

"""How many candidates wait, in which languages, with the way to them."""

from __future__ import annotations

import streamlit as st

from backend.domain.language import language_name
from storage.examples import count_by_language
from storage.filters import ExampleFilter
from ui.messages import counted
from ui.state import link
from ui.store import store


def draw_pending(project_id: int) -> None:
    """Say how many candidates wait for review; draws nothing when none do."""
    with store().read() as session:
        by_language = count_by_language(project_id, ExampleFilter(status="pending"), session=session)
    pending = sum(by_language.values())
    if pending:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="pending"):
            each = ", ".join(f"{count:,} {language_name(code)}" for code, count in by_language.items())
            said = f"{counted(pending, 'candidate waits', 'candidates wait')} for review"
            st.text(f"{said}: {each}." if len(by_language) > 1 else f"{said}.")
            link("review", "Review them")

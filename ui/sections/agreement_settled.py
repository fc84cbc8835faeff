"""What was settled last, each with the way back."""

from __future__ import annotations

import uuid

import streamlit as st

from storage.settling import settlements
from storage.tables import Project
from storage.undoing import undo_decision
from ui.layout import muted
from ui.messages import errors_shown, say_next
from ui.sections.agreement_figures import NAMELESS
from ui.store import store

SHOWN = 5


def draw_settled(project: Project, reviewer: str) -> None:
    """The last settlements; taking one back opens its disagreement again. Nothing, where there is none."""
    with store().read() as session:
        rows = settlements(project.id, limit=SHOWN, session=session)
    if not rows:
        return
    st.subheader("Settled last", anchor=False)
    for decision, example in rows:
        with st.container(horizontal=True, vertical_alignment="center", key=f"settled-{decision.id}"):
            with st.container(gap=None, key=f"words-settled-{decision.id}"):
                st.text(example.text)
                reason = f": {decision.reason}" if decision.reason else ""
                by = decision.reviewer or NAMELESS
                muted(f"{example.status}{reason} · by {by}", key=f"settled-by-{decision.id}")
            if st.button("Undo", key=f"unsettle.{decision.id}", icon=":material/undo:"):
                _undo(project.id, decision.id, reviewer)


def _undo(project_id: int, decision_id: int, reviewer: str) -> None:
    with errors_shown():
        with store().write() as session:
            undo_decision(project_id, decision_id, str(uuid.uuid4()), reviewer=reviewer, session=session)
        say_next("The settlement is taken back.")
        st.rerun()

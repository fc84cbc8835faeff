"""What was settled last, each with the way back."""

from __future__ import annotations

import uuid

import streamlit as st

from backend.domain.names import shown_reviewer
from storage.settling import settlements
from storage.tables import Decision, Project
from storage.undoing import undo_decision
from storage.votes import SETTLES
from ui.layout import muted
from ui.messages import errors_shown, say_next
from ui.sections.agreement_settle import DISAGREED, TAKEN_BACK, WAITING
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
                by = shown_reviewer(decision.reviewer)
                muted(f"{example.status}{reason} · by {by}", key=f"settled-by-{decision.id}")
            if st.button("Undo", key=f"unsettle.{decision.id}", icon=":material/undo:"):
                _undo(decision, reviewer)


def _undo(decision: Decision, reviewer: str) -> None:
    with errors_shown():
        with store().write() as session:
            undo_decision(decision.project_id, decision.id, str(uuid.uuid4()), reviewer=reviewer, session=session)
        st.session_state[TAKEN_BACK] = DISAGREED if decision.before["votes"] == SETTLES else WAITING
        say_next("The settlement is taken back.")
        st.rerun()

"""Saying when the better part of what waits has been reviewed."""

from __future__ import annotations

import streamlit as st

from backend.domain.stopping import LAST, is_worn_out
from storage.pace import last_kept
from ui.messages import counted
from ui.review_queue import Desk
from ui.state import link
from ui.store import store


def draw_stop_note(project_id: int, desk: Desk, left: int) -> None:
    """What came of the last decisions, and what else may be done than to go on; nothing while most are kept.

    Only where the likely ones come first, so that what is left is no better.

    Args:
        left: candidates to review.
    """
    if desk.order != "worth" or left < LAST:
        return
    with store().read() as session:
        kept = last_kept(project_id, reviewer=desk.reviewer, number=LAST, session=session)
    if not is_worn_out(kept):
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="stop-note"):
        st.text(
            f"You kept {sum(kept)} of your last {LAST}. The {counted(left, 'candidate')} left are less likely to be "
            "right: Many at once can reject them all, and others can be written."
        )
        link("generate", "Generate more")

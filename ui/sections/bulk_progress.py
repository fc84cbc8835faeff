"""A decision on many at work: how far it is, Cancel, and once it ended what came of it, with its undo."""

from __future__ import annotations

import streamlit as st

from storage.history import standing_at_once
from ui.bulk_desk import bulk_desk
from ui.bulk_work import BulkWork
from ui.messages import counted, errors_shown
from ui.state import came_from_another_page
from ui.store import store

EVERY = 0.5
"""Seconds between two looks at it."""

_DOING = {"accept": "Accepting", "reject": "Rejecting", "undo": "Undoing"}
_DONE = {"accept": "accepted", "reject": "rejected", "undo": "undone"}


_TOLD = "bulk.told"
"""The decision on many whose end this session was shown last."""


def draw_bulk(project_id: int, *, reviewer: str = "") -> None:
    """Draw what is at work in the project, or what came of this reviewer's last while some of it stands.

    That is told until he decides something else, or comes back from another page.
    """
    work = bulk_desk().work_of(project_id)
    if work is not None and came_from_another_page() and st.session_state.get(_TOLD) == (work.kind, work.bulk_uid):
        bulk_desk().forget_told(project_id, reviewer)
        work = bulk_desk().work_of(project_id)
    if work is None:
        return
    if not work.ended.is_set():
        _watch(project_id)
    elif work.tells(reviewer):
        standing = _standing(project_id, work)
        if standing or work.kind == "undo" or not work.done:
            st.session_state[_TOLD] = (work.kind, work.bulk_uid)
            _draw_end(project_id, work, standing)
        else:
            bulk_desk().forget(project_id)


def _standing(project_id: int, work: BulkWork) -> int:
    with store().read() as session:
        return standing_at_once(project_id, work.bulk_uid, session=session)


@st.fragment(run_every=EVERY)
def _watch(project_id: int) -> None:
    work = bulk_desk().work_of(project_id)
    if work is None or work.ended.is_set():
        st.rerun()
        return
    stopping = work.cancelled.is_set()
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="bulk-progress"):
        said = f"{_DOING[work.kind]} {work.done:,} of {counted(work.total, 'candidate')}"
        st.progress(work.share, f"{said}, stopping" if stopping else said)
        if st.button("Cancel", key="cancel-bulk", icon=":material/stop:", disabled=stopping):
            work.cancelled.set()
            st.rerun(scope="fragment")


def _draw_end(project_id: int, work: BulkWork, standing: int) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="bulk-end"):
        with st.container(width="stretch", gap="xxsmall", key="words-bulk-end"):
            st.text(said_of(work))
            if work.kind != "undo" and standing < work.done:
                st.text(f"{work.done - standing:,} of them undone since.")
            if work.error:
                st.text(work.error)
        with st.container(horizontal=True, width="content"):
            if work.done and work.kind != "undo":
                which = "all" if standing == work.done else "the other"
                label = f"Undo {which} {standing:,}" if work.done > 1 else "Undo it"
                if st.button(label, key="undo-bulk", icon=":material/undo:"):
                    with errors_shown():
                        bulk_desk().undo(store(), project_id, work.bulk_uid, reviewer=work.reviewer)
                        st.rerun()
            if st.button("Close", key="close-bulk", icon=":material/close:", type="tertiary"):
                bulk_desk().forget(project_id)
                st.rerun()


def said_of(work: BulkWork) -> str:
    """What came of it."""
    done = f"{counted(work.done, 'candidate' if work.kind != 'undo' else 'decision')} {_DONE[work.kind]}"
    kept = f"; {work.kept:,} had been changed since and stay" if work.kept else ""
    left = work.total - work.done - work.kept
    if work.error:
        return f"It broke off after {done}{kept}; what is done stays."
    if work.cancelled.is_set() and left > 0:
        return f"Cancelled: {done}{kept}; the other {left:,} are as they were."
    if left > 0:
        return f"{done}; {left:,} stay pending: decided by others meanwhile, or with labels that the schema lacks."
    return f"{done}{kept}."

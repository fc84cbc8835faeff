"""Accepting or rejecting all that the filters show: what it comes to, a look at ten of it, and the button."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from backend.domain.decision import reasons_of
from storage.bulk import sample
from storage.bulk_preview import Preview, beside_bulk, preview_bulk
from storage.filters import ExampleFilter
from storage.schemas import load_labels
from storage.tables import Project
from ui.bulk_desk import bulk_desk
from ui.components.annotated import annotated
from ui.layout import muted, strong
from ui.messages import counted, errors_shown
from ui.sections.review_filters import Chosen
from ui.services import schema_of
from ui.store import store

SAMPLE = 10
ACCEPT, REJECT = "Accept all…", "Reject all…"
_DRAWN = "decide-all.drawn"
_UP_TO = "decide-all.up-to"
_TOLD = "decide-all.told"


def offer_all(project: Project, chosen: Chosen, *, reviewer: str) -> None:
    """A menu, so that nobody presses one of the two by accident."""
    picked = st.menu_button("Many at once", [ACCEPT, REJECT], key="many-at-once", icon=":material/done_all:")
    if picked:
        for name in (_DRAWN, _UP_TO, _TOLD):
            st.session_state.pop(name, None)
        ask_before_deciding(project, chosen, "accept" if picked == ACCEPT else "reject", reviewer=reviewer)


def ask_before_deciding(project: Project, chosen: Chosen, action: str, *, reviewer: str) -> None:
    """Say what it comes to, and begin when told to.

    Args:
        action: "accept" or "reject".
    """
    (_accept if action == "accept" else _reject)(project, chosen, reviewer)


@st.dialog("Accept all of these?", width="medium", icon=":material/done_all:")
def _accept(project: Project, chosen: Chosen, reviewer: str) -> None:
    _ask(project, chosen, "accept", reviewer)


@st.dialog("Reject all of these?", width="medium", icon=":material/done_all:")
def _reject(project: Project, chosen: Chosen, reviewer: str) -> None:
    _ask(project, chosen, "reject", reviewer)


def _ask(project: Project, chosen: Chosen, action: str, reviewer: str) -> None:
    with errors_shown():
        preview, wanted = _look(project, chosen.wanted)
        told = st.session_state.get(_TOLD, preview.decided)  # on the button that was pressed
        st.session_state[_TOLD] = preview.decided
        strong(_said(preview, action), key="decide-all-count")
        muted(f"Which: {chosen.words}.", key="decide-all-filter")
        if preview.shared:
            shared = counted(preview.shared, "other is", "others are")
            muted(f"{shared} left to two reviewers, who judge them one by one.", key="decide-all-shared")
        if not preview.decided:
            return
        _draw_beside(project, wanted, reviewer)
        _draw_some(project, wanted, preview.decided)
        reason = None
        if action == "reject":
            reasons = reasons_of(parses=schema_of(store(), project.id).parses is not None)
            reason = st.selectbox("Reason", reasons, index=None, key="decide-all-reason", placeholder="none")
        with st.container(horizontal=True):
            if _begin_button(preview.decided, action):
                bulk_desk().decide(
                    store(), project.id, wanted, action, reason=reason or "", reviewer=reviewer, most=told
                )
                st.rerun()
            if st.button("Cancel", key="decide-none"):
                st.rerun()


def _draw_beside(project: Project, wanted: ExampleFilter, reviewer: str) -> None:
    """Why it is not the number on the cards: what others have before them, and near-duplicates that do not pass."""
    with store().read() as session:
        beside = beside_bulk(project.id, wanted, reviewer=reviewer, session=session)
    if beside.held:
        held = counted(beside.held, "of them lies", "of them lie")
        muted(f"{held} before other reviewers now, and will be decided too.", key="decide-all-held")
    if beside.mates:
        mates = counted(beside.mates, "near-duplicate of these does", "near-duplicates of these do")
        muted(
            f"{mates} not pass the filters: left pending. The cards show groups whole, so they count more.",
            key="decide-all-mates",
        )


def _begin_button(number: int, action: str) -> bool:
    """Only accepting is what the page is for; rejecting is not to look like it."""
    if action == "accept":
        return st.button(f"Accept {number:,}", key="decide-all", type="primary", icon=":material/done_all:")
    return st.button(f"Reject {number:,}", key="decide-all", icon=":material/close:")


def _said(preview: Preview, action: str) -> str:
    if not preview.decided:
        return "Nothing is left to decide on here."
    return f"{counted(preview.decided, 'candidate')} will be {action}ed."


def _look(project: Project, wanted: ExampleFilter) -> tuple[Preview, ExampleFilter]:
    """What it comes to, and the filter without what arrived after the dialog was opened: nobody saw that counted."""
    with store().read() as session:
        preview = preview_bulk(project.id, replace(wanted, up_to_id=st.session_state.get(_UP_TO)), session=session)
    up_to_id = st.session_state.setdefault(_UP_TO, preview.up_to_id)
    return preview, replace(wanted, up_to_id=up_to_id)


def _draw_some(project: Project, wanted: ExampleFilter, total: int) -> None:
    """Some of them, drawn once for as long as the dialog is open."""
    with store().read() as session:
        schema = load_labels(project.id, session=session)
        if _DRAWN not in st.session_state:
            st.session_state[_DRAWN] = sample(project.id, wanted, size=SAMPLE, session=session)
    drawn = st.session_state[_DRAWN]
    if len(drawn) < total:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.text(f"{counted(len(drawn), 'of them', 'of them')}, drawn at random:")
            if st.button("Draw others", key="draw-others", icon=":material/shuffle:", type="tertiary"):
                del st.session_state[_DRAWN]
                st.rerun(scope="fragment")
    annotated(
        [one.utterance for one in drawn],
        list(schema.label_names),
        key="decide-all-sample",
        notes=[one.intent for one in drawn],
        parses=schema.parses,
    )

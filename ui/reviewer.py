"""Who reviews: whoever is logged in, else the name that was typed, kept in the address and for the browser."""

from __future__ import annotations

import streamlit as st

import backend.domain.names as names
from ui.layout import muted
from ui.remembered import remember_reviewer
from ui.state import REVIEWER, REVIEWER_KEPT, known_reviewer

OTHERS = "Others get other cards, if everyone gives a name."
_TYPED = "reviewer.typed"
"""Whether the session's name was typed in it: one that came with a link names nobody for the next time."""


def ask_reviewer() -> None:
    """Draw the name in the sidebar, and put it into the address; read-only for whoever is logged in.

    It is not bound to the address by Streamlit: at every link that would put what is bound there once more.
    """
    signed_in = signed_in_name()
    with st.sidebar:
        if signed_in:
            st.text_input("Reviewer", value=signed_in, key="reviewer-signed-in", disabled=True)
            return
        if REVIEWER not in st.session_state:
            st.session_state[REVIEWER] = known_reviewer()
        typed = st.text_input(
            "Reviewer",
            key=REVIEWER,
            on_change=_note_typing,
            max_chars=names.MAX_NAME,
            placeholder="Your name (optional)",
            help="Stored with your decisions, and remembered in this browser. "
            "Two people are told apart by their names alone.",
        )
        muted(OTHERS, key="reviewer-others")
        name = names.reviewer_name(typed or "")
        if st.session_state.get(_TYPED):
            remember_reviewer(name)
    st.session_state[REVIEWER_KEPT] = name
    _put_into_address(name)


def _note_typing() -> None:
    st.session_state[_TYPED] = True


def _put_into_address(name: str) -> None:
    """Once: a kept address of an earlier version may hold it many times."""
    if name and st.query_params.get_all(REVIEWER) != [name]:
        st.query_params[REVIEWER] = name
    elif not name:
        st.query_params.pop(REVIEWER, None)


def reviewer_name() -> str:
    """Who decides on this page; "" when no name is given."""
    return signed_in_name() or names.reviewer_name(st.session_state.get(REVIEWER_KEPT, ""))


def signed_in_name() -> str:
    """Of whoever is logged in; the mail address first, which no two have. "" where nobody logs in."""
    user = st.user.to_dict()
    if not user.get("is_logged_in"):
        return ""
    found = (
        names.reviewer_name(str(user.get(claim) or "")) for claim in ("email", "preferred_username", "name", "sub")
    )
    return next((name for name in found if name), "")

"""Who reviews: whoever is logged in, else the name that was typed, kept in the address."""

from __future__ import annotations

import streamlit as st

import backend.domain.names as names
from ui.layout import muted
from ui.state import REVIEWER, REVIEWER_KEPT

OTHERS = "Others get other cards, if everyone gives a name."


def ask_reviewer() -> None:
    """Draw the name in the sidebar, on every page: the address keeps only what a widget of its page is bound to.

    Read-only for whoever is logged in.
    """
    signed_in = signed_in_name()
    with st.sidebar:
        if signed_in:
            st.text_input("Reviewer", value=signed_in, key="reviewer-signed-in", disabled=True)
            return
        typed = st.text_input(
            "Reviewer",
            key=REVIEWER,
            bind="query-params",
            max_chars=names.MAX_NAME,
            placeholder="Your name (optional)",
            help="Stored with your decisions. Two people are told apart by their names alone.",
        )
        muted(OTHERS, key="reviewer-others")
    st.session_state[REVIEWER_KEPT] = names.reviewer_name(typed or "")


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

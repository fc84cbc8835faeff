"""The end of a dialog that deletes for good: no button of it looks like the one that is usually meant."""

from __future__ import annotations

import streamlit as st


def delete_or_cancel(label: str, *, key: str) -> bool:
    """A button that deletes and one that leaves all as it is; whether the former was pressed."""
    with st.container(horizontal=True):
        pressed = st.button(label, icon=":material/delete_forever:", key=key)
        if st.button("Cancel", key=f"{key}-cancel"):
            st.rerun()
    return pressed

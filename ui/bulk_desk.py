"""The decisions on many of the server process, shared by all sessions."""

from __future__ import annotations

import streamlit as st

from ui.bulk_work import BulkDesk
from ui.store import store


def bulk_desk() -> BulkDesk:
    """The desk of the store that is open."""
    return _desk(store().url)


@st.cache_resource(show_spinner=False)
def _desk(url: str) -> BulkDesk:  # noqa: ARG001
    return BulkDesk()

"""The store of the server process, shared by all sessions."""

from __future__ import annotations

import streamlit as st

from jobs.opening import open_store
from jobs.settings import settings
from storage.engine import Store


def store() -> Store:
    """The opened and migrated store.

    Raises:
        Unavailable: the database cannot be used, or is of a newer Teachset.
    """
    return _opened(settings().storage_url)


# Keyed by its address, so that a process whose settings change does not go on with the old database.
@st.cache_resource(show_spinner=False)
def _opened(url: str) -> Store:  # noqa: ARG001
    return open_store(settings())

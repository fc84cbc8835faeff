"""Saying that nobody is there to do the work."""

from __future__ import annotations

import streamlit as st

from jobs.worker_status import worker_alive
from ui.store import store


def warn_without_worker() -> None:
    """A warning while no worker is alive; nothing otherwise."""
    if not worker_alive(store()):
        st.warning(
            "No worker is running, so jobs wait. The app starts one of its own when it is started with `make run`.",
            icon=":material/cloud_off:",
        )

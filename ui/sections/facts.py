"""Short facts, each under its name, as many in a row as fit."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.layout import muted


def draw_facts(facts: Sequence[tuple[str, str]], *, key: str) -> None:
    """Draw names and values as text; those without a value are left out.

    Args:
        key: of the block, unique on the page.
    """
    with st.container(horizontal=True, key=f"facts-{key}", gap="medium"):
        for position, (name, value) in enumerate(facts):
            if value:
                with st.container(gap=None, width="content", key=f"fact-{key}-{position}"):
                    muted(name, key=f"{key}-{position}")
                    st.text(value)


def shown_bytes(size: int) -> str:
    """In the unit that fits.

    >>> shown_bytes(734_003_200), shown_bytes(1_600_000_000)
    ('734 MB', '1.6 GB')
    """
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"

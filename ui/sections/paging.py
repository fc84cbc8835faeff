"""Long lists in pages; the page is kept in the address."""

from __future__ import annotations

import streamlit as st


def current_page(key: str, pages: int) -> int:
    """The page to draw, from 1: the list is read before the widget below it is there to be asked."""
    given = st.session_state.get(key) or st.query_params.get(key, "1")
    number = int(given) if str(given).isascii() and str(given).isdigit() and len(str(given)) < 9 else 1
    return min(max(number, 1), max(pages, 1))


def page_choice(key: str, pages: int) -> None:
    """The widget to turn pages with; none for a single page."""
    if pages > 1:
        st.pagination(pages, key=key, bind="query-params")

"""The menu of a small screen, which gives way once a page is chosen in it: Streamlit closes no menu but its own."""

from __future__ import annotations

import streamlit as st

from ui.components.inline import HERE, inline_module

_mount = st.components.v2.component("teachset_menu", html="<span></span>", js=inline_module(HERE / "menu.js"))


def closing_menu() -> None:
    """Have the sidebar that this is drawn in close behind whoever chooses a page, where it lies over the page."""
    _mount(key="closing-menu")

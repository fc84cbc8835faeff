"""The pages and how to get to them."""

from __future__ import annotations

import streamlit as st

from ui.layout import ICON, dress, navigation
from ui.login import logged_in
from ui.messages import errors_shown
from ui.review_holds import give_back
from ui.reviewer import ask_reviewer
from ui.state import PAGES, chosen_project, note_page

st.set_page_config(
    page_title="Teachset",
    page_icon=ICON,
    layout="wide",
    menu_items={"About": "Teachset: from a few seeds to a reviewed training set."},
)

named = [st.Page(info.file, title=info.title, icon=info.icon, url_path=name) for name, info in PAGES.items()]
# Streamlit knows its first page by no path, and in a new tab would open a link to it as another page: so Projects is
# there twice, and links lead to the one with a path.
home = PAGES["projects"]
front = st.Page(home.file, title=home.title, icon=home.icon, url_path="start", default=True)
page = st.navigation([*named, front], position="hidden")
with errors_shown():
    dress()
    if logged_in():
        project = chosen_project()
        navigation(project)
        if project is not None:
            ask_reviewer()
        note_page(page.url_path)
        if page.url_path != "review":
            give_back()
        page.run()

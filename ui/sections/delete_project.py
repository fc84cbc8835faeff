"""Deleting a project, after naming what goes with it."""

from __future__ import annotations

import streamlit as st

from jobs.deleting import remove_project
from jobs.settings import settings
from storage.parse_schemas import load_parses
from storage.projects import project_by_id, project_contents
from ui.layout import strong
from ui.messages import counted, errors_shown, say_next
from ui.store import store


@st.dialog("Delete this project?", icon=":material/delete_forever:")
def ask_before_deleting(project_id: int) -> None:
    """Name the project and all that goes; delete it once its name is typed."""
    with errors_shown():
        with store().read() as session:
            project = project_by_id(project_id, session=session)
            contents = project_contents(project_id, session=session)
            parses = load_parses(project_id, session=session)
        strong(project.name, key="doomed-project")
        st.text("This cannot be undone. With it go:")
        labels = counted(contents.slots, "slot") if parses is None else counted(len(parses.labels), "label")
        gone = (
            f"{counted(contents.intents, 'intent')} and {labels}",
            counted(contents.seeds, "seed"),
            counted(contents.pending, "candidate"),
            f"{counted(contents.accepted, 'accepted example')} and {contents.rejected:,} rejected",
            counted(contents.decisions, "decision"),
            counted(contents.outputs, "raw output"),
        )
        st.text("\n".join(f"•  {line}" for line in gone))
        typed = st.text_input("Type the project's name to delete it", key="doomed-project.name", autocomplete="off")
        if st.button("Delete project", type="primary", icon=":material/delete_forever:", key="delete-project"):
            if typed.strip() != project.name:
                st.warning("The name does not match; nothing was deleted.")
                return
            remove_project(store(), project_id, settings())
            say_next("The project was deleted.", detail=project.name)
            st.rerun()

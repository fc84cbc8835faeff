"""The labels of a project's parses: what they hold, and the same as JSON to change."""

from __future__ import annotations

import json

import streamlit as st

from backend.domain.parse_schema import ParseSchema
from storage.parse_schemas import parses_as_json, parses_from_json, replace_parses
from ui.layout import muted
from ui.messages import counted, errors_shown, say_next
from ui.store import store


def parse_labels(project_id: int, parses: ParseSchema) -> None:
    """A table of the labels, and a field in which they are changed; what is there must still fit."""
    st.subheader("Labels", anchor=False)
    if not parses.labels:
        st.text("No labels yet. Seeds bring theirs with them.")
        return
    st.dataframe(
        [
            {
                "Label": label.name,
                "Inside it": ", ".join(label.nests),
                "Holds a value": label.holds_value,
                "Catalogue": ", ".join(label.catalogue),
                "Means": label.description,
            }
            for label in parses.labels
        ],
        hide_index=True,
        key="parse-labels",
    )
    with st.expander("Change labels, catalogues and what they mean", icon=":material/edit:"):
        _change(project_id, parses)


def _change(project_id: int, parses: ParseSchema) -> None:
    turn = st.session_state.setdefault("parse-labels.turn", 0)
    shown = json.dumps(parses_as_json(parses), ensure_ascii=False, indent=1)
    typed = st.text_area("Labels as JSON", shown, key=f"parse-labels.{turn}", height=320)
    muted("A label in another's nests may stand right inside it. A catalogue lists the values to draw from.", key="how")
    if st.button("Save the labels", icon=":material/save:", key="save-parse-labels", type="primary"):
        with errors_shown():
            changed = parses_from_json(typed)
            with store().write() as session:
                replace_parses(project_id, changed, session=session)
            st.session_state["parse-labels.turn"] += 1
            say_next(f"{counted(len(changed.labels), 'label')} saved.")
            st.rerun()

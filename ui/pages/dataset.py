"""Dataset: search what the project holds, see where it came from, decide again."""

from __future__ import annotations

import streamlit as st

from storage.examples import count_examples
from storage.filters import ExampleFilter
from ui.layout import empty_state, heading
from ui.messages import errors_shown
from ui.sections.dataset_filters import dataset_filters
from ui.sections.dataset_table import draw_table
from ui.sections.example_detail import draw_example
from ui.services import schema_of
from ui.state import link, require_project
from ui.store import store


def page() -> None:
    project = require_project()
    heading("dataset", project)
    with store().read() as session:
        total = count_examples(project.id, ExampleFilter(), session=session)
    if not total:
        with empty_state(
            "Nothing in the dataset yet",
            "Write a few seeds first; then generate candidates from them and review those.",
            icon=":material/table_rows:",
            key="dataset",
        ):
            link("schema", "Write seeds")
        return
    schema = schema_of(store(), project.id)
    wanted = dataset_filters(project.id, schema)
    example_id = draw_table(project, wanted, schema.parses)
    if example_id is None:
        st.text("Select a row to see its labels, where it came from and what was decided on it.")
        return
    with errors_shown():
        draw_example(project.id, example_id, schema)


page()

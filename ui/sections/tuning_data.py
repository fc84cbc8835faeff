"""The utterances to tune on: this project's accepted examples, or a file."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import streamlit as st

from jobs.tuning_data import TuningData, accepted_data, uploaded_data
from storage.examples import count_examples
from storage.filters import ExampleFilter
from storage.tables import Project
from ui.sections.seed_entry import FILE_TYPES
from ui.services import schema_of
from ui.store import store

OWN, FILE = "Accepted examples", "Files"
_KEPT = "tuning.data"


def choose_data(project: Project) -> TuningData | None:
    """Ask where the utterances come from, and read them; None where there is nothing yet.

    Raises:
        InvalidValue: a file that cannot be read, or lines that nothing pairs.
    """
    source = st.segmented_control(
        "Learn from", [OWN, FILE], default=OWN, key="learn", bind="query-params", required=True
    )
    if source == OWN:
        return _accepted(project)
    files = st.file_uploader(
        "Files with annotated utterances, at most 25 MB each; each line names its intent",
        type=FILE_TYPES,
        accept_multiple_files=True,
        key="tuning-files",
    )
    pair_by = st.text_input(
        "Translations share the field",
        key="pair-by",
        max_chars=64,
        placeholder="id; empty where there are none",
        help="Of JSON lines in several languages, such as one file for each: to translate is learnt from these.",
    ).strip()
    if not files:
        return None
    parses = schema_of(store(), project.id).parses is not None
    return _once(
        (tuple(file.file_id for file in files), project.language, parses, pair_by),
        lambda: uploaded_data(
            [(file.name, file.getvalue()) for file in files], language=project.language, parses=parses, pair_by=pair_by
        ),
    )


def _accepted(project: Project) -> TuningData | None:
    with store().read() as session:
        held = count_examples(project.id, ExampleFilter(status="accepted"), session=session)
    if not held:
        st.text("The project has no accepted example yet: write seeds, review candidates, or upload a file.")
        return None
    return _once((project.id, held), lambda: accepted_data(store(), project.id, project.name))


def _once(of: Hashable, read: Callable[[], TuningData]) -> TuningData:
    """What was read, from the last run if nothing changed: files are large, and every click draws the page."""
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != of:
        kept = (of, read())
        st.session_state[_KEPT] = kept
    data: TuningData = kept[1]
    return data

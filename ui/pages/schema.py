"""Schema & seeds: intents, slots, and the utterances that show a teacher what is meant."""

from __future__ import annotations

import streamlit as st

from backend.domain.parse_schema import ParseSchema
from backend.domain.schema import Schema
from storage.tables import Project
from ui.layout import empty_state, heading
from ui.sections.intents import add_intent, draw_intents
from ui.sections.parse_labels import parse_labels
from ui.sections.parse_seeds import parse_seeds
from ui.sections.seed_entry import enter_seeds
from ui.sections.seed_list import draw_seeds
from ui.sections.slots import add_slot, draw_slots
from ui.services import schema_of
from ui.state import require_project
from ui.store import store

SEEDS, LABELS, OF_PARSES = "Seeds", "Intents and slots", "Labels of the parses"


def page() -> None:
    project = require_project()
    heading("schema", project)
    schema = schema_of(store(), project.id)
    if schema.parses is not None:
        _of_parses(project, schema, schema.parses)
        return
    if not schema.intents:
        with empty_state(
            "No intents yet",
            "An intent is what somebody wants, such as play_song; a slot is a detail in it, such as artist. "
            "Add the first intent, and write its seeds next.",
            icon=":material/sell:",
            key="intents",
        ):
            if st.button("Add an intent", type="primary", icon=":material/add:", key="first-intent"):
                add_intent(project.id, schema)
        return
    shown = st.segmented_control(
        "Part",
        [SEEDS, LABELS],
        default=SEEDS,
        key="part",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    if shown == LABELS:
        labels(project.id)
    else:
        draw_seeds(project, schema, enter_seeds(project, schema))


def _of_parses(project: Project, schema: Schema, parses: ParseSchema) -> None:
    shown = st.segmented_control(
        "Part",
        [SEEDS, OF_PARSES],
        default=SEEDS,
        key="part_of_parses",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    if shown == OF_PARSES:
        parse_labels(project.id, parses)
    else:
        parse_seeds(project, schema, parses)


def labels(project_id: int) -> None:
    schema = schema_of(store(), project_id)
    left, right = st.columns(2, gap="large")
    with left:
        draw_intents(project_id, schema)
        if st.button("Add an intent", icon=":material/add:", key="add-intent"):
            add_intent(project_id, schema)
    with right:
        draw_slots(project_id, schema)
        if st.button("Add a slot", icon=":material/add:", key="add-slot"):
            add_slot(project_id)


page()

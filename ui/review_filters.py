"""Which candidates to review, kept in the address."""

from __future__ import annotations

import streamlit as st

from storage.examples import distinct_values
from storage.filters import ExampleFilter
from storage.schemas import load_schema
from storage.tables import Project
from ui.store import store

FILTERS = ("review_intent", "review_slot", "review_language")
"""Names of their own in the address: what the Generate page asks for is no filter of the review."""


def chosen_filter(project: Project) -> ExampleFilter:
    """Intent, slot and language, each as the address has it; what the project lacks is not filtered by."""
    with store().read() as session:
        schema = load_schema(project.id, session=session)
        languages = list(distinct_values(project.id, "language", session=session))
    with st.container(horizontal=True, key="review-filters"):
        return ExampleFilter(
            status="pending",
            intent=_choice("Intent", "review_intent", [intent.name for intent in schema.intents]),
            slot=_choice("Slot", "review_slot", [slot.name for slot in schema.slots]),
            language=_choice("Language", "review_language", languages),
        )


def clear_filters() -> None:
    """For a callback: show all from the next run on."""
    for name in FILTERS:
        st.session_state[name] = None


def _choice(label: str, name: str, options: list[str]) -> str | None:
    return st.selectbox(
        label, options, index=None, placeholder="Any", key=name, bind="query-params", disabled=not options
    )

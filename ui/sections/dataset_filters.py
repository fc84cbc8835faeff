"""Which examples are looked at; kept in the address, so that a filtered view can be reloaded and shared."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backend.domain.decision import ORIGINS, STATUSES
from backend.domain.language import language_name
from backend.domain.schema import Schema
from storage.examples import distinct_values
from storage.filters import ExampleFilter
from ui.store import store


def dataset_filters(project_id: int, schema: Schema) -> ExampleFilter:
    """Search and six filters, all empty at first."""
    with store().read() as session:
        languages = distinct_values(project_id, "language", session=session)
        methods = distinct_values(project_id, "method", session=session)
    search = st.text_input(
        "Search",
        type="search",
        key="search",
        bind="query-params",
        placeholder="A piece of the text",
        label_visibility="collapsed",
    )
    with st.container(horizontal=True, key="filters"):
        intent = _choice("Intent", "only_intent", [one.name for one in schema.intents])
        slot = _choice("Label" if schema.parses else "Slot", "only_slot", schema.label_names)
        status = _choice("Status", "only_status", STATUSES)
        codes = {language_name(code): code for code in languages}
        language = _choice("Language", "only_language", list(codes))
        method = _choice("Method", "only_method", methods)
        origin = _choice("Origin", "only_origin", ORIGINS)
    return ExampleFilter(
        intent=intent,
        slot=slot,
        status=status,
        language=codes[language] if language else None,
        method=method,
        origin=origin,
        search=search.strip() or None,
    )


def _choice(label: str, key: str, options: Sequence[str]) -> str | None:
    return st.selectbox(label, list(options), index=None, key=key, bind="query-params", placeholder="any", width=128)

"""The seeds of a project, highlighted, each removable."""

from __future__ import annotations

import streamlit as st

from backend.domain.schema import Schema
from storage.examples import count_by_intent, find_examples
from storage.filters import ExampleFilter
from storage.tables import Example, Project
from ui.components.annotated import annotated
from ui.messages import counted, errors_shown, say_next
from ui.reviewer import reviewer_name
from ui.sections.paging import current_page, page_choice
from ui.services import decide_once
from ui.state import link
from ui.store import store

PER_PAGE = 10


def draw_seeds(project: Project, schema: Schema, intent: str) -> None:
    """The seeds of the intent, or of all; removing one is a rejection, which can be taken back on the Dataset page."""
    every = ExampleFilter(status="accepted", origin="seed")
    with store().read() as session:
        by_intent = count_by_intent(project.id, every, session=session)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("Seeds", anchor=False)
        all_intents = st.toggle("Of all intents", key="all_intents", bind="query-params")
    total = sum(by_intent.values()) if all_intents else by_intent.get(intent, 0)
    st.text(f"{counted(total, 'seed')} here, {sum(by_intent.values()):,} in the project.")
    if not total:
        st.text("No seeds of this intent yet. Three to ten that differ in their wording are a good beginning.")
        return
    pages = -(-total // PER_PAGE)
    at = current_page("seeds_page", pages)
    wanted = ExampleFilter(status="accepted", origin="seed", intent=None if all_intents else intent)
    with store().read() as session:
        found = find_examples(project.id, wanted, limit=PER_PAGE, offset=(at - 1) * PER_PAGE, session=session)
    for example in found:
        _draw(example, schema, note=f"{example.intent} · {example.language}" if all_intents else example.language)
    page_choice("seeds_page", pages)
    of_intent = {} if all_intents else {"intent": intent}
    link("generate", "Generate more like these", icon=":material/auto_awesome:", **of_intent)


def _draw(example: Example, schema: Schema, *, note: str) -> None:
    slots, key = list(schema.label_names), f"seed-text-{example.id}"
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"seed-{example.id}"):
        with st.container(width="stretch"):
            annotated([example.utterance], slots, key=key, notes=[note], parses=schema.parses)
        if st.button(
            "Remove", icon=":material/close:", key=f"remove-{example.id}", help="Remove this seed", type="tertiary"
        ):
            with errors_shown():
                decide_once(store(), example, "reject", reason="other", reviewer=reviewer_name())
                say_next("The seed was removed; it is kept as rejected on the Dataset page.")
                st.rerun()

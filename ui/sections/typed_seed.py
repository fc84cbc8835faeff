"""One seed, highlighted as it is typed."""

from __future__ import annotations

import streamlit as st

from backend.domain.errors import TeachsetError
from backend.domain.notation import read_typed
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from jobs.importing import read_pasted, save_reading
from storage.tables import Project
from ui.components.annotated import annotated
from ui.layout import muted
from ui.messages import errors_shown
from ui.sections.saved_seeds import say_saved
from ui.store import store

TYPED = "typed"


@st.fragment
def type_one(
    project: Project, schema: Schema, intent: str, language: str, *, name: str = TYPED, start: str = ""
) -> None:
    """A line in bracket notation with its preview; saved by a button.

    Args:
        name: of the input, unique on the page. start: the line as it is at first.
    """
    turn = times_saved(name)
    text = st.text_input(
        "Seed",
        start,
        key=f"{name}.{turn}",
        live=True,
        placeholder="play [song : so what] by [artist : miles davis]",
        autocomplete="off",
        help=r"A slot is written as `[slot : value]`, a literal bracket as `\[`.",
    )
    if not text.strip():
        names = schema.intent(intent).slots
        muted(f"Slots of {intent}: {', '.join(names) or 'none yet'}", key=f"{name}-hint")
        return
    try:
        found = read_typed(text.strip())
        utterance = Utterance(found.text, intent, language, found.spans)
    except TeachsetError as error:
        muted(str(error), key=f"{name}-problem")
        return
    wider = schema.extended_by(utterance)
    annotated([utterance], [slot.name for slot in wider.slots], key=f"{name}-preview")
    if wider == schema:
        if st.button("Save the seed", type="primary", icon=":material/save:", key=f"save-{name}"):
            _save(project, text, intent, language, name, add_labels=False)
        return
    try:
        schema.require(utterance)
    except TeachsetError as error:
        st.warning("The schema does not have all of these labels.", icon=":material/new_label:")
        st.text(str(error))
    if st.button("Add the labels and save the seed", icon=":material/new_label:", key=f"save-{name}-labels"):
        _save(project, text, intent, language, name, add_labels=True)


def times_saved(name: str) -> int:
    """How many seeds were saved from the input of that name."""
    return int(st.session_state.get(_turn(name), 0))


def _turn(name: str) -> str:
    return f"{name}.turn"


def _save(project: Project, text: str, intent: str, language: str, name: str, *, add_labels: bool) -> None:
    with errors_shown():
        reading = read_pasted(store(), project.id, text, intent=intent, language=language, new_labels=add_labels)
        for error in reading.errors:
            st.warning("The seed was not saved.")
            st.text(error.problem)
        if not reading.errors and not reading.lines:
            st.warning("The seed was not saved: a line that begins with # is a comment.")
        if reading.lines:
            added = save_reading(store(), project.id, reading, as_="seeds", source="typed", add_labels=add_labels)
            st.session_state[_turn(name)] = times_saved(name) + 1
            say_saved(added)
            st.rerun()

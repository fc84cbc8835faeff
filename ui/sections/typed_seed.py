"""One seed, highlighted as it is typed."""

from __future__ import annotations

import streamlit as st

from backend.domain.errors import TeachsetError
from backend.domain.notation import read_typed
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from jobs.importing import read_pasted
from jobs.saving import save_reading
from storage.tables import Project
from ui.components.annotated import annotated
from ui.layout import muted
from ui.sections.saved_seeds import say_saved
from ui.store import store

TYPED = "typed"


@st.fragment
def type_one(
    project: Project, schema: Schema, intent: str, language: str, *, name: str = TYPED, start: str = ""
) -> None:
    """A line in bracket notation with its preview; saved by a button or by its key, and the next one can be typed.

    Args:
        name: of the input, unique on the page. start: the line as it is at first.
    """
    if _pressed(name) in st.session_state:
        added = st.session_state.pop(_pressed(name))
        if added:
            say_saved(added)
        st.rerun()  # what is said above is of the line before, and the list below lacks this one
    text = st.text_input(
        "Seed",
        start,
        key=name,
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
        _save_button("Save the seed", project, intent, language, name, icon=":material/save:", add_labels=False)
    else:
        try:
            schema.require(utterance)
        except TeachsetError as error:
            st.warning("The schema does not have all of these labels.", icon=":material/new_label:")
            st.text(str(error))
        label = "Add the labels and save the seed"
        _save_button(label, project, intent, language, name, icon=":material/new_label:", add_labels=True)
    _say_refused(name, text)


def times_saved(name: str) -> int:
    """How many seeds were saved from the input of that name."""
    return int(st.session_state.get(_times(name), 0))


def _times(name: str) -> str:
    return f"{name}.times"


def _pressed(name: str) -> str:
    return f"{name}.pressed"


def _refused(name: str) -> str:
    return f"{name}.refused"


def _save_button(
    label: str, project: Project, intent: str, language: str, name: str, *, icon: str, add_labels: bool
) -> None:
    st.button(
        label,
        type="secondary" if add_labels else "primary",
        icon=icon,
        key=f"save-{name}-labels" if add_labels else f"save-{name}",
        shortcut=None if add_labels else "Ctrl+Enter",  # a slip of the hand is to add no label
        on_click=_save,
        args=(project, intent, language, name, add_labels),
    )


def _save(project: Project, intent: str, language: str, name: str, add_labels: bool) -> None:
    """Save what is typed, and empty the input: before the page is drawn, since the input then stays in focus."""
    text, added = st.session_state[name], None
    problems: list[str] = []
    try:
        reading = read_pasted(store(), project.id, text, intent=intent, language=language, new_labels=add_labels)
        problems = [error.problem for error in reading.errors]
        if reading.lines:
            added = save_reading(store(), project.id, reading, as_="seeds", source="typed", add_labels=add_labels)
            st.session_state[_times(name)] = times_saved(name) + 1
            st.session_state[name] = ""
        elif not problems:
            problems = ["A line that begins with # is a comment."]
    except TeachsetError as error:
        problems = [str(error)]
    st.session_state[_refused(name)] = (text, problems)
    st.session_state[_pressed(name)] = added


def _say_refused(name: str, text: str) -> None:
    """Why the line was not saved, for as long as it stays as it is."""
    of, problems = st.session_state.get(_refused(name), ("", []))
    if problems and of == text:
        st.warning("The seed was not saved.")
        for problem in problems:
            st.text(problem)

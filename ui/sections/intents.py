"""The intents of a project: list, add, edit, delete."""

from __future__ import annotations

import streamlit as st

from backend.domain.names import MAX_NAME
from backend.domain.schema import Intent, Schema
from storage.schemas import delete_intent, intent_contents
from ui.layout import muted, strong
from ui.messages import counted, errors_shown, say_next
from ui.sections.deleting import delete_or_cancel
from ui.sections.near_names import near_taken, offer_near
from ui.sections.renaming import saving, say_uses
from ui.services import save_intent
from ui.store import store


def draw_intents(project_id: int, schema: Schema) -> None:
    """Each intent with its description and slots, and what can be done with it."""
    st.subheader("Intents", anchor=False)
    for intent in schema.intents:
        with st.container(border=True, horizontal=True, key=f"intent-{intent.name}"):
            with st.container(gap="xxsmall", width="stretch", key=f"words-intent-{intent.name}"):
                strong(intent.name, key=f"intent-{intent.name}")
                if intent.description:
                    st.text(intent.description)
                muted(", ".join(intent.slots) or "no slots", key=f"slots-of-{intent.name}")
            with st.container(horizontal=True, width="content"):
                if st.button("Edit", key=f"edit-intent-{intent.name}", icon=":material/edit:"):
                    edit_intent(project_id, schema, intent)
                if st.button("Delete", key=f"delete-intent-{intent.name}", icon=":material/delete:"):
                    ask_before_deleting(project_id, intent.name)


@st.dialog("Add an intent", icon=":material/add:")
def add_intent(project_id: int, schema: Schema) -> None:
    """Ask for a new intent."""
    _form(project_id, schema, None)


@st.dialog("Edit the intent", icon=":material/edit:")
def edit_intent(project_id: int, schema: Schema, intent: Intent) -> None:
    """Ask for another name, another description and other slots."""
    _form(project_id, schema, intent)


def _form(project_id: int, schema: Schema, old: Intent | None) -> None:
    of = old.name if old else ""
    with st.form(f"intent-form-{of}", border=False):
        name_key = f"intent-form.name.{of}" if of else "intent-form.name"
        name = st.text_input("Name", of, max_chars=MAX_NAME, placeholder="play_song", key=name_key)
        if of:
            say_uses(project_id, "intent", of)
        description = st.text_area(
            "What somebody wants who says this",
            old.description if old else "",
            placeholder="Wants a certain song, artist or kind of music to be played.",
            height=80,
            key=f"intent-form.description.{of}",
        )
        slots = st.text_input(
            "Slots that its utterances may hold, with commas between",
            ", ".join(old.slots) if old else "",
            placeholder="artist, song",
            autocomplete="off",
            key=f"intent-form.slots.{of}",
        )
        if schema.slots:
            muted(f"There are: {', '.join(slot.name for slot in schema.slots)}", key="intent-form-slots")
        pressed = st.form_submit_button("Save intent", type="primary")
    if pressed or near_taken("intent"):
        with errors_shown():
            names = tuple(slot.strip() for slot in slots.split(",") if slot.strip())
            intent = Intent(name, description.strip(), names)
            with saving(of, intent.name):
                save_intent(store(), project_id, intent, old=of)
            say_next("The intent is saved.", detail=intent.name)
            st.rerun()
        offer_near("intent", {name_key: name, f"intent-form.slots.{of}": slots})


@st.dialog("Delete the intent?", icon=":material/delete_forever:")
def ask_before_deleting(project_id: int, name: str) -> None:
    """Name what goes with an intent, and delete it when told to."""
    with errors_shown():
        with store().read() as session:
            contents = intent_contents(project_id, name, session=session)
        strong(name, key="doomed-intent")
        if contents.examples or contents.jobs:
            gone = (
                counted(contents.examples, "utterance"),
                counted(contents.decisions, "decision"),
                counted(contents.jobs, "generation job"),
            )
            st.text("This cannot be undone. With it go:")
            st.text("\n".join(f"•  {line}" for line in gone))
        else:
            st.text("Nothing else goes with it: it has no utterances and no jobs.")
        if delete_or_cancel("Delete intent", key="delete-intent"):
            with store().write() as session:
                delete_intent(project_id, name, session=session)
            say_next("The intent was deleted.", detail=name)
            st.rerun()

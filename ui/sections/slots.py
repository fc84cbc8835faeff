"""The slots of a project: list, add, edit, delete."""

from __future__ import annotations

import streamlit as st

from backend.domain.names import MAX_NAME
from backend.domain.schema import Schema, Slot
from storage.proposed_values import proposed_values
from storage.schemas import delete_slot
from ui.layout import muted, strong
from ui.messages import counted, errors_shown, say_next
from ui.sections.deleting import delete_or_cancel
from ui.sections.near_names import near_taken, offer_near
from ui.sections.renaming import saving, say_uses
from ui.services import save_slot
from ui.store import store

SHOWN_VALUES = 6


def draw_slots(project_id: int, schema: Schema) -> None:
    """Each slot with its description and the beginning of its catalogue, and what can be done with it."""
    st.subheader("Slots", anchor=False)
    if not schema.slots:
        st.text("No slots yet. A slot marks a detail in an utterance, such as a city or a date.")
    for slot in schema.slots:
        with st.container(border=True, horizontal=True, key=f"slot-{slot.name}"):
            with st.container(gap="xxsmall", width="stretch", key=f"words-slot-{slot.name}"):
                strong(slot.name, key=f"slot-{slot.name}")
                if slot.description:
                    st.text(slot.description)
                muted(_catalogue(slot), key=f"catalogue-{slot.name}")
            with st.container(horizontal=True, width="content"):
                if st.button("Edit", key=f"edit-slot-{slot.name}", icon=":material/edit:"):
                    edit_slot(project_id, slot)
                if st.button("Delete", key=f"delete-slot-{slot.name}", icon=":material/delete:"):
                    ask_before_deleting(project_id, slot.name)


@st.dialog("Add a slot", icon=":material/add:")
def add_slot(project_id: int) -> None:
    """Ask for a new slot."""
    _form(project_id, None)


@st.dialog("Edit the slot", icon=":material/edit:")
def edit_slot(project_id: int, slot: Slot) -> None:
    """Ask for another name, another description and another catalogue."""
    _form(project_id, slot)


def _form(project_id: int, old: Slot | None) -> None:
    of = old.name if old else ""
    with st.form(f"slot-form-{of}", border=False):
        name_key = f"slot-form.name.{of}" if of else "slot-form.name"
        name = st.text_input("Name", of, max_chars=MAX_NAME, placeholder="artist", key=name_key)
        if of:
            say_uses(project_id, "slot", of)
        description = st.text_area(
            "What it stands for",
            old.description if old else "",
            placeholder="The singer, band or composer.",
            height=80,
            key=f"slot-form.description.{of}",
        )
        catalogue = st.text_area(
            "Catalogue: values that it is known to take, one a line",
            "\n".join(old.catalogue) if old else "",
            height=160,
            key=f"slot-form.catalogue.{of}",
        )
        taken = _offer(project_id, old) if old else []
        pressed = st.form_submit_button("Save slot", type="primary")
    if pressed or near_taken("slot"):
        with errors_shown():
            slot = Slot(name, description.strip(), (*catalogue.splitlines(), *taken))
            with saving(of, slot.name):
                save_slot(store(), project_id, slot, old=of)
            say_next("The slot is saved.", detail=slot.name)
            st.rerun()
        offer_near("slot", {name_key: name})


def _offer(project_id: int, slot: Slot) -> list[str]:
    """Values that are proposed for a slot and not in its catalogue; those that the person takes."""
    with store().read() as session:
        proposed = proposed_values(project_id, slot.name, session=session)
    new = [value for value in proposed if value not in slot.catalogue]
    if not new:
        return []
    return st.multiselect(
        "Proposed by the teacher; nobody has looked at these values",
        new,
        placeholder="Take those that fit into the catalogue",
        key=f"slot-form.proposed.{slot.name}",
    )


@st.dialog("Delete the slot?", icon=":material/delete_forever:")
def ask_before_deleting(project_id: int, name: str) -> None:
    """Say what becomes of a slot's name, and delete it when told to; one that examples hold stays."""
    with errors_shown():
        strong(name, key="doomed-slot")
        st.text("Its description and catalogue go, and every intent lets go of it. This cannot be undone.")
        if delete_or_cancel("Delete slot", key="delete-slot"):
            with store().write() as session:
                delete_slot(project_id, name, session=session)
            say_next("The slot was deleted.", detail=name)
            st.rerun()


def _catalogue(slot: Slot) -> str:
    if not slot.catalogue:
        return "no catalogue"
    first = ", ".join(slot.catalogue[:SHOWN_VALUES])
    more = len(slot.catalogue) - SHOWN_VALUES
    return f"{first} and {counted(more, 'other value', 'other values')}" if more > 0 else first

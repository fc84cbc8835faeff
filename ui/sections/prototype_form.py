"""Naming an intent and its slots, and ordering utterances of it at once."""

from __future__ import annotations

import streamlit as st

from backend.domain.errors import InvalidValue
from backend.domain.names import MAX_NAME
from backend.domain.request import Request
from backend.domain.schema import Intent, Slot
from jobs.generating import fresh_seed, order_generation, require_teacher_for, style_for
from storage.tables import Project
from ui.messages import say_next
from ui.sections.choices import language_choice
from ui.services import save_prototype
from ui.store import store

COUNT = 20


def prototype_form(project: Project) -> None:
    """Ask for an intent, and order utterances of it.

    Raises:
        InvalidValue: a name that cannot be, a line that names no slot, or a language that the teacher cannot write.
        Unavailable: a teacher that cannot be.
        Conflict: there is an intent of that name.
    """
    with st.form("prototype-form", border=False):
        name = st.text_input("Intent", max_chars=MAX_NAME, placeholder="report_lost_card", key="prototype.name")
        description = st.text_area(
            "What somebody wants who says this",
            placeholder="Tells the bank that a card was lost or stolen.",
            height=80,
            key="prototype.description",
        )
        lines = st.text_area(
            "Its slots, one a line; values after a colon if you know some",
            placeholder="card_type: credit card, debit card\nday: yesterday, this morning",
            height=120,
            key="prototype.slots",
        )
        language = language_choice("Language", key="prototype.language", default=project.language)
        pressed = st.form_submit_button(
            f"Write {COUNT} utterances", type="primary", icon=":material/auto_awesome:", width="stretch"
        )
    if not pressed:
        return
    slots = read_slots(lines)
    intent = Intent(name, description.strip(), tuple(slot.name for slot in slots))
    request = Request(
        intent=intent.name,
        language=language,
        count=COUNT,
        style=style_for(project.teacher, "linguist"),
        seed=fresh_seed(store(), project.id),
    )
    require_teacher_for(project.teacher, request)  # before the intent is there to stay
    save_prototype(store(), project.id, intent, slots)
    _job, new = order_generation(store(), project.id, request)
    if not new:
        say_next("This request was ordered already, and is being worked on.", kind="info")
    st.rerun()


def read_slots(lines: str) -> list[Slot]:
    """The slots that are typed one a line, `name` or `name: value, value`.

    Raises:
        InvalidValue: a name that cannot be, or one that stands there twice; says on which line.
    """
    found: dict[str, Slot] = {}
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        name, _, values = line.partition(":")
        try:
            slot = Slot(name, "", tuple(value.strip() for value in values.split(",") if value.strip()))
        except InvalidValue as error:
            raise error.at(f"line {number} of the slots") from error
        if slot.name in found:
            raise InvalidValue(
                "a slot that is named twice",
                value=slot.name,
                where=f"line {number} of the slots",
                remedy="Put its values on one line.",
            )
        found[slot.name] = slot
    return list(found.values())

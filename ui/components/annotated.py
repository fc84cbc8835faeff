"""Utterances with their slots, or the labels of their parses, highlighted, drawn as text whatever they hold."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backend.domain.notation import Annotated
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from ui.components.inline import HERE, inline_module, inline_styles
from ui.components.labels import marked_text, slot_styles

_mount = st.components.v2.component(
    "teachset_annotated",
    html='<ul class="ts-utterances"></ul>',
    css=inline_styles("marks.css", "annotated.css", "card_parse.css", "nested.css"),
    js=inline_module(HERE / "annotated.js"),
)


def annotated(
    utterances: Sequence[Utterance | Annotated],
    slots: Sequence[str],
    *,
    key: str,
    notes: Sequence[str] | None = None,
    parses: ParseSchema | None = None,
) -> None:
    """Draw utterances, one a line, every slot, or every label of its parse, marked and named.

    Args:
        utterances: any number; none draws nothing.
        slots: all slots of the project in the order of its schema; a slot's colour is that of its
            position. Slots that are not among them are drawn in grey.
        key: of the element, unique on the page.
        notes: a few plain words beside each utterance (its status, where it is from), as many as utterances.
        parses: what the project's parses may be; None in a project of slots.
    """
    lines = [marked_text(utterance, parses) for utterance in utterances]
    if notes is not None:
        lines = [{**line, "note": note} for line, note in zip(lines, notes, strict=True)]
    _mount(key=key, data={"lines": lines, "slots": slot_styles(slots)})

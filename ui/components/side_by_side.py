"""Raw outputs beside what was read of them, drawn as text whatever they hold."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jobs.trying import Written
from ui.check_words import why_dropped
from ui.components.inline import HERE, inline_module, inline_styles
from ui.components.labels import slot_styles

_mount = st.components.v2.component(
    "teachset_side_by_side",
    html='<ul class="ts-pairs"></ul>',
    css=inline_styles("marks.css", "side_by_side.css"),
    js=inline_module(HERE / "side_by_side.js"),
)


def side_by_side(outputs: Sequence[Written], slots: Sequence[str], *, key: str) -> None:
    """Draw outputs, one a row: raw on the left; on the right the utterance with its slots marked, or why not.

    On a phone the two stand below each other.

    Args:
        slots: all slots of the schema in their order, for their colours.
        key: of the element, unique on the page.
    """
    rows = [
        {
            "raw": one.raw,
            "text": one.text,
            "spans": [list(span) for span in one.spans],
            "dropped": why_dropped(one.check) if one.check else "",
            "detail": one.detail,
        }
        for one in outputs
    ]
    _mount(key=key, data={"rows": rows, "slots": slot_styles(slots)})

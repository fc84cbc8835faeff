"""The review card: one candidate at a time, decided by key or button, with an outbox that loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui.components.inline import HERE, inline_module, inline_styles

# In the page's own tree, not in a shadow: selecting text inside a shadow tree cannot be read in every browser.
_mount = st.components.v2.component(
    "teachset_card",
    html=(HERE / "card.html").read_text("utf-8"),
    css=inline_styles(
        "marks.css",
        "annotated.css",
        "card_controls.css",
        "card.css",
        "card_aside.css",
        "card_edit.css",
        "card_form.css",
    ),
    js=inline_module(HERE / "card.js"),
    isolate_styles=False,
)


def review_card(data: Mapping[str, Any], *, key: str, on_decisions: Callable[[], None]) -> None:
    """Mount the card.

    Args:
        data: what `ui.review_queue.card_data` makes: the queue, counts, answers to decisions.
        key: of the element; while `on_decisions` runs, `st.session_state[key].decisions` holds
            `{"entries": [...]}`, the outbox of the browser, oldest first, 100 at most.
        on_decisions: called before the rerun that decisions cause.
    """
    _mount(key=key, data=dict(data), on_decisions_change=on_decisions)

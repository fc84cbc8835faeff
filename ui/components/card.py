"""The review card: one candidate at a time, decided by key or button, with an outbox that loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui.components.inline import HERE, inline_module, inline_styles

STYLES = (
    *("marks.css", "annotated.css", "card_controls.css", "card.css", "card_modes.css"),
    *("card_edit.css", "card_form.css", "card_group.css", "card_aside.css", "card_notices.css", "card_keys.css"),
    *("card_parse.css", "nested.css", "card_tree.css"),
)

# In the page's own tree, not in a shadow: selecting text inside a shadow tree cannot be read in every browser.
_mount = st.components.v2.component(
    "teachset_card",
    html=(HERE / "card.html").read_text("utf-8"),
    css=inline_styles(*STYLES),
    js=inline_module(HERE / "card.js"),
    isolate_styles=False,
)


def review_card(
    data: Mapping[str, Any],
    *,
    key: str,
    on_decisions: Callable[[], None],
    on_keys: Callable[[], None] = lambda: None,
    on_renew: Callable[[], None] = lambda: None,
) -> None:
    """Mount the card.

    Args:
        data: what `ui.review_queue.card_data` makes: the queue, counts, answers to decisions.
        key: of the element; while `on_decisions` runs, `st.session_state[key].decisions` holds
            `{"entries": [...]}`, the outbox of the browser, oldest first, 100 at most.
        on_decisions: called before the rerun that decisions cause.
        on_keys: called when the reviewer changed his keys; `.keys` then holds `{"reviewer": str, "keys": {command:
            key}}`, for `ui.review_keys.save_keys`.
        on_renew: called when one card has been looked at for 90 seconds; `.renew` then holds `{"at": milliseconds}`.
    """
    _mount(
        key=key,
        data=dict(data),
        on_decisions_change=on_decisions,
        on_keys_change=on_keys,
        on_renew_change=on_renew,
    )

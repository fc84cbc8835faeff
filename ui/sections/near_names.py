"""Names that labels may not have, and those near to them that they may: taken by one click, and saved."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from backend.domain.errors import InvalidValue
from backend.domain.names import label_name, suggested_label


def near_taken(form: str) -> bool:
    """Whether the names that a form was offered have just been taken: then it is to be saved as if its button said so.

    Args:
        form: its name, unique on the page.
    """
    return bool(st.session_state.pop(_taken(form), False))


def offer_near(form: str, typed: Mapping[str, str]) -> None:
    """Offer to write the names in a form as they may be; nothing where they may be as they are, or nothing is near.

    Args:
        typed: key of each input → the names in it, with commas between.
    """
    near = {key: _near(names) for key, names in typed.items()}
    if not any(near.values()) or None in near.values():
        return
    changed = {key: names for key, names in near.items() if names}
    with st.container(horizontal=True, vertical_alignment="center", key=f"near-{form}"):
        st.text("; ".join(changed.values()))
        label = "Take this name and save" if _one(changed) else "Take these names and save"
        st.button(label, icon=":material/check:", key=f"take-near-{form}", on_click=_take, args=(form, changed))


def _near(names: str) -> str | None:
    """The names as they may be, empty where they may be as they are; None where one of them has nothing near."""
    split = [name for one in names.split(",") if (name := one.strip())]
    near = [name if _may_be(name) else suggested_label(name) for name in split]
    if not all(near):
        return None
    return ", ".join(near) if near != split else ""


def _may_be(name: str) -> bool:
    try:
        label_name(name)
    except InvalidValue:
        return False
    return True


def _one(changed: Mapping[str, str]) -> bool:
    return len(changed) == 1 and all("," not in names for names in changed.values())


def _take(form: str, changed: Mapping[str, str]) -> None:
    """Before the page is drawn: what an input holds cannot be changed once it is."""
    st.session_state.update(changed)
    st.session_state[_taken(form)] = True


def _taken(form: str) -> str:
    return f"near-names.{form}"

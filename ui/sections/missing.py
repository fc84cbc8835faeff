"""What lacks the most of its target, each with the way to Generate."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backend.domain.request import MAX_COUNT
from storage.progress import Coverage, shortfalls
from ui.layout import muted, strong
from ui.sections.request_form import address_of_part
from ui.state import link

SHOWN = 5


def draw_missing(cells: Sequence[Coverage], *, of_parses: bool) -> None:
    """The largest shortfalls; nothing where there is none."""
    found = shortfalls(cells)
    if not found:
        return
    st.subheader("Generate for what is missing", anchor=False)
    with st.container(border=True, gap="small", key="missing"):
        for position, one in enumerate(found[:SHOWN]):
            with st.container(horizontal=True, vertical_alignment="center", key=f"missing-{position}"):
                with st.container(width="stretch", gap=None, key=f"words-missing-{position}"):
                    strong(f"{one.intent} with {one.slot}" if one.slot else one.intent, key=f"missing-{position}")
                    muted(_said(one), key=f"missing-said-{position}")
                link("generate", f"Generate {_count(one):,}", **_address(one, of_parses=of_parses))
    if len(found) > SHOWN:
        muted(f"{len(found) - SHOWN} more lack less.", key="missing-more")
    if len(found) > 1:
        link("plan", "Plan all of it as one")


def _said(one: Coverage) -> str:
    waiting = f"; {one.pending:,} to review" if one.pending else ""
    return f"{one.missing:,} of {one.target:,} missing{waiting}"


def _count(one: Coverage) -> int:
    return min(one.missing, MAX_COUNT)


def _address(one: Coverage, *, of_parses: bool) -> dict[str, str]:
    """Of the Generate page with all of it chosen."""
    asked = address_of_part(one.intent, one.slot, of_parses=of_parses)
    return {"intent": one.intent, "count": str(_count(one)), **asked}

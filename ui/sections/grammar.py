"""Saying that a server may write without the grammar that the page speaks of."""

from __future__ import annotations

import streamlit as st

from backend.domain.request import Request
from jobs.grammar_note import grammar_note
from ui.layout import muted
from ui.store import store


def draw_grammar_note(teacher: str, request: Request | None = None) -> None:
    """Say so where a server is given no grammar, or that it is not known yet; nothing for any other teacher.

    Args:
        request: what it is asked for; None for any that has a grammar.
    """
    note = grammar_note(store(), teacher, request)
    if note is None:
        return
    if note.is_certain:
        st.warning(note.text, icon=":material/rule:")  # fixed words
    else:
        muted(note.text, key="grammar-note")

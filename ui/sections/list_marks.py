"""Bullets, numbers and quotes on pasted lines, told before they become text; left out where the person likes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backend.formats.list_marks import Kind, Marked, marked_lines, without_marks
from ui.layout import strong
from ui.messages import counted
from ui.sections.reading import input_key

_KINDS: tuple[Kind, ...] = ("list", "quotes")  # in this order: a bullet stands before the quotes
_SAID: dict[Kind, tuple[str, str]] = {
    "list": ("line begins with a bullet or a number", "lines begin with a bullet or a number"),
    "quotes": ("line is in quotes", "lines are in quotes"),
}


def leave_out_marks(lines: Sequence[str], *, name: str) -> list[str]:
    """The lines as they are to be read, each at its place.

    Args:
        name: of the input, whose key is `input_key(name)`.
    """
    kept = list(lines)
    for kind in _KINDS:
        marked = marked_lines(kept, kind)
        if marked and _chosen(marked, name):
            kept = without_marks(kept, marked)
    return kept


def _chosen(marked: Marked, name: str) -> bool:
    """Whether the marks are to go. Where other lines have none they may belong to what is said: then they stay."""
    with st.container(border=True, key=f"marks-{marked.kind}"):
        strong(counted(len(marked.numbers), *_SAID[marked.kind]), key=f"marks-{marked.kind}")
        return st.toggle(
            "Leave these out",
            marked.all_of_them,
            key=f"leave-out.{marked.kind}.{marked.all_of_them}.{input_key(name)}",
            help="The lines below are shown as they will be stored.",
        )

"""The name of a label in its dialog: how much another one changes, and calling it so."""

from __future__ import annotations

import streamlit as st

from jobs.renaming import rename
from storage.renaming import LabelKind, LabelUses, label_uses
from ui.layout import muted
from ui.messages import counted
from ui.store import store


def say_uses(project_id: int, kind: LabelKind, name: str) -> None:
    """What says the name, and will say another one."""
    with store().read() as session:
        uses = label_uses(project_id, kind, name, session=session)
    muted(f"Under another name: {_in_words(uses)} will say so, and what was decided on them.", key=f"uses-{kind}")


def rename_to(project_id: int, kind: LabelKind, old: str, new: str) -> None:
    """Rename the label if another name was given.

    Raises:
        InvalidValue, NotFound, Conflict, Unavailable: see `jobs.renaming.rename`.
    """
    if new != old:
        with st.spinner("Renaming it wherever the project says its name"):
            rename(store(), project_id, kind, old, new)


def _in_words(uses: LabelUses) -> str:
    return f"{counted(uses.examples, 'example')} and {counted(uses.targets, 'target')}"

"""The name of a label in its dialog: how much another one changes, and that changing it is under way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import streamlit as st

from storage.renaming import LabelKind, LabelUses, label_uses
from ui.layout import muted
from ui.messages import counted
from ui.store import store


def say_uses(project_id: int, kind: LabelKind, name: str) -> None:
    """What says the name, and will say another one."""
    with store().read() as session:
        uses = label_uses(project_id, kind, name, session=session)
    muted(f"Under another name: {_in_words(uses)} will say so, and what was decided on them.", key=f"uses-{kind}")


@contextmanager
def saving(old: str, new: str) -> Iterator[None]:
    """Says what takes long, where a label is called otherwise from now on."""
    with st.spinner("Renaming it wherever the project says its name") if old and new != old else nullcontext():
        yield


def _in_words(uses: LabelUses) -> str:
    return f"{counted(uses.examples, 'example')} and {counted(uses.targets, 'target')}"

"""Setting targets: for all intents at once, or one by one in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from storage.progress import Coverage
from storage.targets import MOST, Cell, set_targets
from ui.messages import counted, errors_shown, say_next
from ui.sections.coverage import WHOLE, kind_of_cell
from ui.store import store


def draw_targets(project_id: int, cells: Sequence[Coverage], *, of_parses: bool) -> None:
    """Both ways, folded away once there are targets."""
    kind = kind_of_cell(of_parses=of_parses)
    has_any = any(one.target for one in cells)
    with st.expander("Set targets", icon=":material/flag:", expanded=not has_any):
        of_parts = (
            f" They can be of a whole intent, and of a {kind.lower()} in it." if any(one.slot for one in cells) else ""
        )
        st.text(f"How many accepted examples you aim for.{of_parts}")
        _for_all(project_id, cells, kind)
        _one_by_one(project_id, cells, kind)


def _for_all(project_id: int, cells: Sequence[Coverage], kind: str) -> None:
    with st.form("targets-for-all", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        count = st.number_input("For every intent", 0, MOST, 100, step=50, key="target-of-all", width=180)
        slots = 0
        if any(one.slot for one in cells):
            slots = st.number_input(
                f"For every {kind.lower()} of it", 0, MOST, 0, step=10, key="target-of-slots", width=180
            )
        if st.form_submit_button("Set for all", icon=":material/done_all:"):
            _save(project_id, {(one.intent, one.slot): int(slots if one.slot else count) for one in cells})


def _one_by_one(project_id: int, cells: Sequence[Coverage], kind: str) -> None:
    held = pd.DataFrame(
        {
            "Intent": [one.intent for one in cells],
            kind: [one.slot or WHOLE for one in cells],
            "Target": pd.array([one.target or None for one in cells], dtype="Int64"),
        }
    )
    version = abs(hash(tuple((one.intent, one.slot, one.target) for one in cells)))
    edited = st.data_editor(
        held,
        hide_index=True,
        disabled=["Intent", kind],
        column_config={"Target": st.column_config.NumberColumn(min_value=0, max_value=MOST, step=1, width=110)},
        placeholder="–",
        key=f"targets-{version}",
    )
    after = [0 if pd.isna(value) else int(value) for value in edited["Target"]]
    changed = {(one.intent, one.slot): count for one, count in zip(cells, after, strict=True) if count != one.target}
    if st.button("Save the table", icon=":material/save:", disabled=not changed, key="save-targets"):
        _save(project_id, changed)


def _save(project_id: int, counts: dict[Cell, int]) -> None:
    with errors_shown():
        with store().write() as session:
            set_targets(project_id, counts, session=session)
        say_next(said_of(counts))
        st.rerun()


def said_of(counts: Mapping[Cell, int]) -> str:
    """What was saved, in words; a cell without a number has no target, and is none that was set."""
    aimed = sum(count > 0 for count in counts.values())
    return f"{counted(aimed, 'target')} set." if aimed else "No target is set there any more."

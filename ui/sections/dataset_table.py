"""One page of the examples that match, counted and paged by the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import streamlit as st

from backend.domain.decision import STATUSES
from backend.domain.parse_notation import write_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from storage.examples import count_examples, find_examples
from storage.filters import ExampleFilter
from storage.tables import Example, Project
from ui.matching_csv import MAX_ROWS, csv_name, matching_csv
from ui.messages import counted
from ui.sections.paging import current_page, page_choice
from ui.store import store
from ui.times import here, shown_time

PER_PAGE = 50
EXAMPLE = "example"
"""Name in the address of the example that is looked at."""


def draw_table(project: Project, wanted: ExampleFilter, parses: ParseSchema | None = None) -> int | None:
    """Draw the table; returns the id of the example that is looked at.

    Args:
        parses: what the project's parses may be; None in a project of slots.
    """
    project_id = project.id
    with store().read() as session:
        total = count_examples(project_id, wanted, session=session)
        by_status = {
            status: count_examples(project_id, replace(wanted, status=status), session=session)
            for status in STATUSES
            if wanted.status in (None, status)
        }
    listed = " · ".join(f"{number:,} {status}" for status, number in by_status.items())
    st.text(f"{counted(total, 'utterance matches', 'utterances match')}{': ' + listed if listed else '.'}")
    if not total:
        return None
    pages = -(-total // PER_PAGE)
    at = current_page("page", pages)
    with store().read() as session:
        rows = find_examples(project_id, wanted, limit=PER_PAGE, offset=(at - 1) * PER_PAGE, session=session)
    key = f"rows-{at}-{abs(hash(wanted))}"
    ids = [row.id for row in rows]
    now = datetime.now(here())
    st.dataframe(
        [_row(row, now, parses) for row in rows],
        hide_index=True,
        on_select=lambda: _look_at(key, ids),
        selection_mode="single-row",
        column_config={
            "Text": st.column_config.TextColumn(width="large"),
            "Parse": st.column_config.TextColumn(width="large"),
        },
        key=key,
    )
    page_choice("page", pages)
    _offer_csv(project, wanted, total)
    return _looked_at()


def _offer_csv(project: Project, wanted: ExampleFilter, total: int) -> None:
    """The one way to take the table along: Streamlit's own download would hand formulas to a spreadsheet."""
    opened = store()
    st.download_button(
        "Download as CSV",
        data=lambda: matching_csv(opened, project.id, wanted),
        file_name=csv_name(project.name),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="download-csv",
        disabled=total > MAX_ROWS,
        help=f"All that match: text in bracket notation, intent, language; {MAX_ROWS:,} at most.",
    )


def _row(example: Example, now: datetime, parses: ParseSchema | None) -> dict[str, object]:
    return {
        "Text": example.text,
        "Status": example.status,
        "Intent": example.intent,
        **_labels(example.utterance, parses),
        "Language": example.language,
        "Origin": example.origin,
        "Method": example.method,
        "Changed": shown_time(example.updated_at, now=now),
        "Id": example.id,
    }


def _labels(utterance: Utterance, parses: ParseSchema | None) -> dict[str, str]:
    if parses is not None and utterance.parse is not None:
        return {"Parse": write_parse(utterance.parse, parses.style)}
    return {"Slots": ", ".join(f"{slot}: {value}" for slot, value in utterance.slots)}


def _look_at(key: str, ids: list[int]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows:
        st.query_params[EXAMPLE] = str(ids[rows[0]])
    else:
        st.query_params.pop(EXAMPLE, None)


def _looked_at() -> int | None:
    given = st.query_params.get(EXAMPLE, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None

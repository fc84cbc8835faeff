"""One page of the decisions that match, newest first; the database turns the pages by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

import streamlit as st

from backend.formats.file_name import safe_stem
from storage.engine import Store
from storage.history import Entry, HistoryFilter, count_history, find_history, stream_history
from storage.tables import Project
from ui.history_files import csv_lines, jsonl_lines
from ui.history_words import changed, said_of
from ui.messages import counted
from ui.parse_words import parse_in_words
from ui.review_filters import number_in_address
from ui.store import store
from ui.times import here, shown_time

PER_PAGE = 50
DECISION = "decision"
"""In the address: the decision that is looked at."""

BEFORE, AFTER = "history_before", "history_after"
"""In the address: the id that the page's decisions come before, or after."""


def draw_history(project: Project, wanted: HistoryFilter) -> int | None:
    """Draw the table; returns the id of the decision that is looked at."""
    before, after = number_in_address(BEFORE), number_in_address(AFTER)
    with store().read() as session:
        total = count_history(project.id, wanted, session=session)
        found = find_history(project.id, wanted, limit=PER_PAGE + 1, before_id=before, after_id=after, session=session)
    st.text(f"{counted(total, 'decision matches', 'decisions match')}, the newest first.")
    is_more = len(found) > PER_PAGE
    entries = (found[1:] if after is not None else found[:-1]) if is_more else found
    if not entries:
        st.text("None on this page.")
    else:
        _draw(entries)
    older = is_more if after is None else True
    newer = is_more if after is not None else before is not None
    with st.container(horizontal=True, horizontal_alignment="distribute", key="history-below"):
        _pages(entries, older=older, newer=newer)
        _offer_files(project, wanted, total)
    return number_in_address(DECISION)


def _draw(entries: list[Entry]) -> None:
    ids = [entry.decision.id for entry in entries]
    key = f"history-{ids[0]}-{ids[-1]}-{len(ids)}"
    now = datetime.now(here())
    st.dataframe(
        [_row(entry, now) for entry in entries],
        hide_index=True,
        on_select=lambda: _look_at(key, ids),
        selection_mode="single-row",
        placeholder="",
        column_config={
            "What": st.column_config.TextColumn(width=100),
            "Utterance": st.column_config.TextColumn(width=290),
            "Change": st.column_config.TextColumn(width=175),
            "Reason": st.column_config.TextColumn(width=110),
            "When": st.column_config.TextColumn(width=110),
            "Who": st.column_config.TextColumn(width=80),
        },
        key=key,
    )


def _row(entry: Entry, now: datetime) -> dict[str, object]:
    decision = entry.decision
    state = entry.outcome
    return {  # what fits on a phone, first
        "What": said_of(entry),
        "Utterance": str(state["text"]),
        "Change": changed(entry),
        "Reason": entry.reason,
        "When": shown_time(decision.at, now=now),
        "Who": decision.reviewer,
        **_labelled(state),
        "Intent": state["intent"],
        "At once": decision.bulk_uid is not None,
    }


def _labelled(state: Mapping[str, Any]) -> dict[str, str]:
    """Its slots, or in a project of parses its parse, in words."""
    if state.get("parse"):
        return {"Parse": parse_in_words(state["parse"])}
    text = str(state["text"])
    return {"Slots": ", ".join(f"{slot}: {text[start:end]}" for start, end, slot in state["spans"])}


def _look_at(key: str, ids: list[int]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows:
        st.query_params[DECISION] = str(ids[rows[0]])
    else:
        st.query_params.pop(DECISION, None)


def _pages(entries: list[Entry], *, older: bool, newer: bool) -> None:
    if not (older or newer):
        return
    first, last = (entries[0].decision.id, entries[-1].decision.id) if entries else (0, 0)
    with st.container(horizontal=True, width="content", gap="xsmall", key="history-pages"):
        st.button("Newest", key="to-newest", icon=":material/first_page:", disabled=not newer, on_click=_turn)
        cannot = not newer or not entries
        st.button(
            "Newer",
            key="to-newer",
            icon=":material/chevron_left:",
            disabled=cannot,
            on_click=_turn,
            args=(AFTER, first),
        )
        cannot = not older or not entries
        st.button(
            "Older",
            key="to-older",
            icon=":material/chevron_right:",
            disabled=cannot,
            on_click=_turn,
            args=(BEFORE, last),
        )


def _turn(name: str = "", decision_id: int = 0) -> None:
    for one in (BEFORE, AFTER, DECISION):
        st.query_params.pop(one, None)
    if name:
        st.query_params[name] = str(decision_id)


def _offer_files(project: Project, wanted: HistoryFilter, total: int) -> None:
    opened = store()
    with st.container(horizontal=True, width="content", gap="xsmall"):
        for ending, mime, lines in (("csv", "text/csv", csv_lines), ("jsonl", "application/jsonl", jsonl_lines)):
            st.download_button(
                ending.upper(),
                data=lambda lines=lines: _file(opened, project.id, wanted, lines),  # type: ignore[misc]
                file_name=f"{safe_stem(project.name)}-history.{ending}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"history-{ending}",
                disabled=not total,
                help="All that match.",
            )


def _file(
    opened: Store, project_id: int, wanted: HistoryFilter, lines: Callable[[Iterable[Entry]], Iterator[str]]
) -> BytesIO:
    """All that match; rows come from the database piece by piece, and only the file itself is held."""
    file = BytesIO()
    with opened.read() as session:
        for line in lines(stream_history(project_id, wanted, session=session)):
            file.write(line.encode())
    file.seek(0)
    return file
